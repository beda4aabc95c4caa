/** Where somebody's addresses stand, whatever channel they belong to. */
export const PERSON_SCOPES = { email: 'email', phone: 'phone' } as const;

/** What stands in place of an address for somebody who was logged by hand or came with an export: nothing can be sent there, and no file takes it for one. */
export const isNoAddress = (externalId: string): boolean => /^(log|chatwoot):/.test(externalId);
export const hasAddress = (identity: string): string => `(${identity}.external_id NOT LIKE 'log:%' AND ${identity}.external_id NOT LIKE 'chatwoot:%')`;
