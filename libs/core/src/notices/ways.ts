import type { Locale, NoticeChoices, NoticeView } from '@kontuar/contract';
import type { OuterWay } from './decide';

/** What one member is told by one way in one go. */
export interface Parcel {
  workspaceId: string;
  workspaceName: string;
  member: { id: string; userId: string; name: string; email: string; locale: Locale; timeZone: string; choices: NoticeChoices };
  /** Unread, and the member may read what they are about; of one conversation, or (`summary`) everything that a quiet time held back. Newest first. */
  notices: readonly NoticeView[];
  summary: boolean;
  /** How many this member has not read. */
  unread: number;
  /** What those are about (conversations, else the notices themselves), newest first: whatever else a device still shows is settled. */
  open: readonly string[];
}

/** 'nobody': there is no place to tell it to, and trying again would not help. */
export type Delivered = 'told' | 'nobody';

/**
 * A way out of the house. `deliver` is called outside a transaction and again after a crash or a failure: the same parcel (the ids of its notices) may
 * come twice, so what it sends carries them. Whatever it throws is tried again with growing pauses.
 */
export interface NoticeWayOut {
  readonly way: OuterWay;
  deliver(parcel: Parcel): Promise<Delivered>;
}

/** All ways that there are; a new one is a line in services.ts. */
export const NOTICE_WAYS = Symbol('notice-ways');
