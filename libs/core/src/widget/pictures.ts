import type { Secrets } from '@kontuar/platform';

const PURPOSE = 'widget-picture';

/** A member's picture for visitors of one channel; signed, so that nobody walks through the members of a workspace. */
export function pictureUrl(secrets: Secrets, channelId: string, memberId: string): string {
  return `/widget/v1/pictures/${memberId}?channel=${channelId}&mac=${secrets.mac(PURPOSE, `${channelId}:${memberId}`)}`;
}

export function pictureUrlIsValid(secrets: Secrets, channelId: string, memberId: string, mac: string): boolean {
  return secrets.macMatches(PURPOSE, `${channelId}:${memberId}`, mac);
}
