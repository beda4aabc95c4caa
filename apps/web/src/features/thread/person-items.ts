import type { ConversationView, MessageView, PersonEntry, PersonTimeline, Purchase } from '@kontuar/contract';
import { buildTimeline, dayOf, type TimelineItem } from './timeline-items';

export type PersonItem =
  /** A new day, another conversation, or both. */
  | { kind: 'part'; key: string; at: string; day: boolean; conversation: ConversationView }
  | { kind: 'closed'; key: string; at: string }
  | { kind: 'bought'; key: string; at: string; purchase: Purchase }
  | { kind: 'happened'; key: string; at: string; entry: PersonEntry }
  | { kind: 'entry'; key: string; item: TimelineItem; conversation: ConversationView; messages: readonly MessageView[] };

export interface PersonPages { items: readonly MessageView[]; conversations: ReadonlyMap<string, ConversationView>; closed: readonly { at: string }[]; purchases: readonly Purchase[]; entries: readonly PersonEntry[] }

/** Pages may overlap where something came in between: each message once, what is newer wins. */
export function joinPages(pages: readonly PersonTimeline[]): PersonPages {
  const items = new Map<string, MessageView>();
  const conversations = new Map<string, ConversationView>();
  const closed = new Set<string>();
  const purchases = new Map<string, Purchase>();
  const entries = new Map<string, PersonEntry>();
  for (const page of pages) {
    for (const message of page.items) items.set(message.id, message);
    for (const conversation of page.conversations) if ((conversations.get(conversation.id)?.version ?? -1) <= conversation.version) conversations.set(conversation.id, conversation);
    for (const { at } of page.closed) closed.add(at);
    for (const each of page.purchases) purchases.set(each.number, each);
    for (const each of page.entries) entries.set(each.key, each);
  }
  const sorted = [...items.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.conversationId === b.conversationId ? a.seq - b.seq : a.conversationId < b.conversationId ? -1 : 1));
  return { items: sorted, conversations, closed: [...closed].sort().map((at) => ({ at })), purchases: [...purchases.values()], entries: [...entries.values()] };
}

/** What is drawn: runs of one conversation, each drawn as its own thread draws it, with a line where the day or the conversation changes. */
export function buildPerson({ items, conversations, closed, purchases, entries }: PersonPages, lettersOf: (conversation: ConversationView) => boolean): PersonItem[] {
  const drawn: PersonItem[] = [];
  // What is no message stands between those before and after it.
  let waiting: (Extract<PersonItem, { kind: 'closed' | 'bought' | 'happened' }>)[] = [
    ...closed.map(({ at }) => ({ kind: 'closed' as const, key: `closed-${at}`, at })), ...purchases.map((purchase) => ({ kind: 'bought' as const, key: `bought-${purchase.number}`, at: purchase.at, purchase })),
    ...entries.map((entry) => ({ kind: 'happened' as const, key: entry.key, at: entry.at, entry })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  let day = '';
  let run: MessageView[] = [];
  const tellBetween = (until: string | undefined) => {
    const due = waiting.filter(({ at }) => until === undefined || Date.parse(at) < Date.parse(until));
    waiting = waiting.filter((each) => !due.includes(each));
    drawn.push(...due);
  };
  const end = () => {
    const [first] = run;
    const conversation = first === undefined ? undefined : conversations.get(first.conversationId);
    if (first !== undefined && conversation !== undefined) {
      for (const item of buildTimeline(run, [], { letters: lettersOf(conversation), unreadAfter: null, fromStart: false })) {
        if (item.kind !== 'day') drawn.push({ kind: 'entry', key: item.key, item, conversation, messages: run });
      }
    }
    run = [];
  };
  for (const message of items) {
    const conversation = conversations.get(message.conversationId);
    if (conversation === undefined) continue;
    const messageDay = dayOf(message.at);
    const other = run.length === 0 || run[0]?.conversationId !== message.conversationId;
    const early = waiting.some(({ at }) => Date.parse(at) < Date.parse(message.at));
    if (other || messageDay > day || early) {
      end();
      tellBetween(message.at);
      drawn.push({ kind: 'part', key: `part-${message.id}`, at: message.at, day: messageDay > day, conversation });
      if (messageDay > day) day = messageDay;
    }
    run.push(message);
  }
  end();
  tellBetween(undefined);
  return drawn;
}
