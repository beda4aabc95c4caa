import type { ChannelView, ConversationView, Visibility } from '@kontuar/contract';

type Capabilities = ChannelView['capabilities'];
export type SideCapabilities = Omit<Capabilities, 'publicly'>;

/** As the contract's `capabilitiesFor`, which would bring zod into the bundle. */
export function capabilitiesOn(all: Capabilities, side: Visibility): SideCapabilities {
  const { publicly, ...own } = all;
  if (side !== 'public' || publicly === undefined) return own;
  const given = Object.entries(publicly).filter(([, value]) => value !== undefined);
  return { ...own, ...(Object.fromEntries(given) as Partial<SideCapabilities>) };
}

/**
 * How an answer gets through on one side. 'late': only because a person writes it. 'private-reply': it opens a private thread from the public
 * message. The rest says why nothing goes: the window is closed, the one private reply was given, its time is over.
 */
export type Way = 'free' | 'late' | 'private-reply' | 'closed' | 'reply-used' | 'reply-late';
export interface Side {
  side: Visibility;
  way: Way;
  /** Until when this way is open; since when it is closed. ISO 8601; null: for ever, or it never was. */
  until: string | null;
}

type Thread = Pick<ConversationView, 'visibility' | 'hasPublic' | 'hasPrivate' | 'window' | 'privateReply'>;

/** On which sides the conversation can be answered at all, by the server's own rules; the usual one first. */
export function sidesOf(conversation: Thread, capabilities: Pick<Capabilities, 'public'> | undefined, now: Date): Side[] {
  const sides: Side[] = [];
  const publicly = conversation.hasPublic || capabilities?.public === true;
  if (publicly) sides.push({ side: 'public', way: 'free', until: null });
  const privately = privateSide(conversation, publicly, now);
  if (privately !== null) sides.push(privately);
  return conversation.visibility === 'private' ? sides.reverse() : sides;
}

function privateSide(conversation: Thread, publicly: boolean, now: Date): Side | null {
  const reply = conversation.privateReply;
  const replyOpen = reply !== null && reply.possible && (reply.until === null || now.getTime() <= Date.parse(reply.until));
  const hasThread = conversation.hasPrivate && (conversation.hasPublic || !publicly);
  if (hasThread) {
    const window = windowNow(conversation.window, now);
    if (window.way !== 'closed' || !replyOpen) return { side: 'private', ...window };
  }
  if (reply === null) return null;
  if (replyOpen) return { side: 'private', way: 'private-reply', until: reply.until };
  const late = reply.until !== null && now.getTime() > Date.parse(reply.until);
  return { side: 'private', way: reply.used && !late ? 'reply-used' : 'reply-late', until: reply.until };
}

/** The state of the window at this moment: what the server said of it may be hours old. */
export function windowNow(window: Thread['window'], now: Date): Pick<Side, 'way' | 'until'> {
  if (window === null) return { way: 'free', until: null };
  const { closesAt, lateUntil } = window;
  if (closesAt === null) return { way: 'closed', until: null };
  if (now.getTime() <= Date.parse(closesAt)) return { way: 'free', until: closesAt };
  if (lateUntil !== null && now.getTime() <= Date.parse(lateUntil)) return { way: 'late', until: lateUntil };
  return { way: 'closed', until: lateUntil !== null && Date.parse(lateUntil) > Date.parse(closesAt) ? lateUntil : closesAt };
}

/** An answer can be written and will not be refused for its side. */
export const passes = ({ way }: Side): boolean => way === 'free' || way === 'late' || way === 'private-reply';
