const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** The addresses that our server writes into pushes (libs/core/src/push/push.way.ts): a place to read, never one at which something happens by being opened. */
const ours = new RegExp(`^/(?:inbox(?:/(?:all|mentions)/${id})?|channels/${id}|settings/notifications)$`, 'u');

/** Where a clicked push leads: a page of our own that the app made, or the inbox. */
export const pushPath = (url: unknown): string => (typeof url === 'string' && ours.test(url) ? url : '/inbox');
