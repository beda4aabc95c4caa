import type { Secrets } from '@kontuar/platform';
import { pictureVersion } from '../members/avatar';

const PURPOSE = 'widget-picture';

/** A member's picture for visitors of one channel; signed, so that nobody walks through the members of a workspace. */
export function pictureUrl(secrets: Secrets, channelId: string, member: { id: string; avatarKey: string }): string {
  return `/widget/v1/pictures/${member.id}?channel=${channelId}&v=${pictureVersion(member.avatarKey)}&mac=${secrets.mac(PURPOSE, `${channelId}:${member.id}`)}`;
}

export function pictureUrlIsValid(secrets: Secrets, channelId: string, memberId: string, mac: string): boolean {
  return secrets.macMatches(PURPOSE, `${channelId}:${memberId}`, mac);
}
