import type { MessageView } from '@kontuar/contract';
import type { OutboxEntry } from '../../app/outbox/outbox';
import { isSilent } from './event-words';

/** One entry of the timeline as it is drawn. `key` is stable while pages come and go, so that the place on screen can be kept. */
export type TimelineItem =
  | { kind: 'day'; key: string; at: string; withChannel: boolean }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: MessageView; startsRun: boolean; endsRun: boolean; newPage: boolean; warnings: readonly string[]; rated: MessageView['rating'] }
  | { kind: 'note'; key: string; message: MessageView }
  | { kind: 'event'; key: string; message: MessageView }
  | { kind: 'scheduled'; key: string; message: MessageView }
  | { kind: 'unsent'; key: string; entry: OutboxEntry };

export interface TimelineOptions {
  /** Letters stand alone; bubbles of one author follow each other closely. */
  letters: boolean;
  /** Seq of the last message read before this visit: the line "new" stands below it. Null: no line. */
  unreadAfter: number | null;
  /** False while older messages are not loaded: the first day is then not the beginning. */
  fromStart: boolean;
}

const runGapMs = 5 * 60_000;
/** Replies wait at most half a minute to be undone; what waits longer was scheduled. */
const scheduledFromMs = 60_000;

export function buildTimeline(messages: readonly MessageView[], unsent: readonly OutboxEntry[], options: TimelineOptions): TimelineItem[] {
  const items: TimelineItem[] = [];
  const warnings = warningsOf(messages);
  const rated = earlierStars(messages);
  const shown = messages.filter((message) => !isScheduled(message) && !isSilent(message) && !warnings.attached.has(message.id));
  let day = '';
  let channelNamed = false;
  let page: string | null = null;
  let unreadShown = options.unreadAfter === null;
  for (const [index, message] of shown.entries()) {
    const messageDay = dayOf(message.at);
    // A platform's clock may be behind ours: a day is named once, even when a late message belongs to the one before.
    if (messageDay > day) {
      items.push({ kind: 'day', key: `day-${messageDay}`, at: message.at, withChannel: !channelNamed });
      channelNamed = true;
      day = messageDay;
    }
    if (!unreadShown && options.unreadAfter !== null && message.seq > options.unreadAfter && message.direction === 'in') {
      items.push({ kind: 'unread', key: 'unread' });
      unreadShown = true;
    }
    if (message.kind === 'event') items.push({ kind: 'event', key: keyOf(message), message });
    else if (message.kind === 'note') items.push({ kind: 'note', key: keyOf(message), message });
    else {
      const from = pageOf(message);
      const newPage = from !== null && from !== page;
      if (newPage) page = from;
      items.push({
        kind: 'message', key: keyOf(message), message,
        startsRun: options.letters || !sameRun(shown[index - 1], message),
        endsRun: options.letters || !sameRun(message, shown[index + 1]),
        newPage, warnings: warnings.of.get(message.id) ?? [], rated: rated.get(message.id) ?? null,
      });
    }
  }
  const known = new Set(messages.flatMap((message) => message.clientId ?? []));
  for (const entry of unsent) {
    // Held replies are back in the composer, and what the server has is drawn from its own view.
    if (entry.state !== 'stale' && !known.has(entry.clientId)) items.push({ kind: 'unsent', key: `own-${entry.clientId}`, entry });
  }
  const scheduled = messages.filter(isScheduled).sort((a, b) => Date.parse(a.sendAt ?? a.at) - Date.parse(b.sendAt ?? b.at));
  for (const message of scheduled) items.push({ kind: 'scheduled', key: keyOf(message), message });
  return items;
}

export function isScheduled(message: MessageView): boolean {
  // A message that failed once waits for its next try, however long: nobody scheduled it.
  return message.status === 'queued' && message.sendAt !== null && message.deletedAt === null && message.failure === null
    && Date.parse(message.sendAt) - Date.parse(message.createdAt) > scheduledFromMs;
}

/** The page of a shop on which the customer wrote this. */
export function pageOf(message: MessageView): string | null {
  const page = typeof message.extra === 'object' && message.extra !== null && 'page' in message.extra ? message.extra.page : null;
  return typeof page === 'string' && /^https?:/.test(page) ? page : null;
}

/** "Sent, but …" belongs to what was sent: said there, and no line of its own when that message is on screen. */
function warningsOf(messages: readonly MessageView[]): { of: ReadonlyMap<string, string[]>; attached: ReadonlySet<string> } {
  const known = new Set(messages.flatMap(({ id, kind }) => (kind === 'message' ? id : [])));
  const of = new Map<string, string[]>();
  const attached = new Set<string>();
  for (const { id, event } of messages) {
    const about = event?.type === 'send-warning' ? event.data['messageId'] : undefined;
    if (typeof about !== 'string' || !known.has(about)) continue;
    of.set(about, [...(of.get(about) ?? []), String(event?.data['detail'] ?? '')]);
    attached.add(id);
  }
  return { of, attached };
}

/** Reviews change: how many stars they had before the last time. */
function earlierStars(messages: readonly MessageView[]): ReadonlyMap<string, MessageView['rating']> {
  const found = new Map<string, MessageView['rating']>();
  for (const { event } of messages) {
    const from = event?.type === 'rating-changed' ? event.data['from'] : undefined;
    if (typeof from !== 'object' || from === null || !('stars' in from) || !('of' in from)) continue;
    if (typeof from.stars === 'number' && typeof from.of === 'number') found.set(String(event?.data['messageId']), { stars: from.stars, of: from.of });
  }
  return found;
}

/** The message under which delivery is told in words: the last one that we sent. */
export function lastOutboundId(messages: readonly MessageView[]): string | null {
  return messages.findLast((message) => message.kind === 'message' && message.direction === 'out' && !isScheduled(message))?.id ?? null;
}

/** The optimistic bubble and the server's view share a key, so the bubble does not blink when it is replaced. */
function keyOf(message: MessageView): string {
  return message.clientId !== null && message.direction !== 'in' ? `own-${message.clientId}` : message.id;
}

function sameRun(first: MessageView | undefined, second: MessageView | undefined): boolean {
  if (!first || !second) return false;
  return first.kind === 'message' && second.kind === 'message'
    && first.direction === second.direction && first.author.kind === second.author.kind && first.author.id === second.author.id
    && first.author.name === second.author.name && first.automatic === second.automatic
    // What is said under a bubble must not be said under another one.
    && !(first.direction === 'out' && first.status !== second.status)
    // What everyone reads has acts and marks of its own under each message.
    && first.visibility === 'private' && second.visibility === 'private' && first.moderation === null && second.moderation === null
    && first.failure === null && first.deletedAt === null && second.deletedAt === null
    && dayOf(first.at) === dayOf(second.at)
    && Math.abs(Date.parse(second.at) - Date.parse(first.at)) <= runGapMs;
}

/** Local calendar day, sortable. */
export function dayOf(instant: string): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
