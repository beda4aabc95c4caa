export interface SetupState { needed: boolean }

/** Where to sign in, and back to afterwards. Only an address of ours may be returned to. */
export function signInAddress(from: string): { to: '/login'; search: { next?: string } } {
  return { to: '/login', search: from === '/' || from.startsWith('/login') ? {} : { next: from } };
}

/** '/inbox' unless `next` is a path of this app: '//evil.example' and 'https:…' are not. */
export function safeReturn(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/u.test(next) && !next.startsWith('/login') ? next : '/inbox';
}

/** The first run, in order; the address carries the step, so that a reload goes on where one was. */
export const runSteps = ['workspace', 'you', 'channel', 'team', 'try'] as const;
export type RunStep = (typeof runSteps)[number];
