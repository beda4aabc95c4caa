import { sameText, type Secrets } from '@kontuar/platform';

/** Says no more mails of this kind, for one member, without signing in: it can do nothing else. */
export const unsubscribeToken = (secrets: Secrets, memberId: string): string => `${memberId}.${secrets.mac('notice-unsubscribe', memberId)}`;

export function readUnsubscribeToken(secrets: Secrets, token: string): string | undefined {
  const [memberId = '', mac = ''] = token.split('.');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(memberId) && sameText(secrets.mac('notice-unsubscribe', memberId), mac) ? memberId : undefined;
}
