import type { ConversationView, MessageView, PersonTimeline } from '@kontuar/contract';
import { buildTimeline, dayOf, type TimelineItem } from './timeline-items';

export type PersonItem =
  /** A new day, another conversation, or both. */
  | { kind: 'part'; key: string; at: string; day: boolean; conversation: ConversationView }
  | { kind: 'closed'; key: string; at: string }
  | { kind: 'entry'; key: string; item: TimelineItem; conversation: ConversationView; messages: readonly MessageView[] };

export interface PersonPages { items: readonly MessageView[]; conversations: ReadonlyMap<string, ConversationView>; closed: readonly { at: string }[] }

/** Pages may overlap where something came in between: each message once, what is newer wins. */
export function joinPages(pages: readonly PersonTimeline[]): PersonPages {
  const items = new Map<string, MessageView>();
  const conversations = new Map<string, ConversationView>();
  const closed = new Set<string>();
  for (const page of pages) {
    for (const message of page.items) items.set(message.id, message);
    for (const conversation of page.conversations) if ((conversations.get(conversation.id)?.version ?? -1) <= conversation.version) conversations.set(conversation.id, conversation);
    for (const { at } of page.closed) closed.add(at);
  }
  const sorted = [...items.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.conversationId === b.conversationId ? a.seq - b.seq : a.conversationId < b.conversationId ? -1 : 1));
  return { items: sorted, conversations, closed: [...closed].sort().map((at) => ({ at })) };
}

/** What is drawn: runs of one conversation, each drawn as its own thread draws it, with a line where the day or the conversation changes. */
export function buildPerson({ items, conversations, closed }: PersonPages, lettersOf: (conversation: ConversationView) => boolean): PersonItem[] {
  const drawn: PersonItem[] = [];
  let waiting = [...closed];
  let day = '';
  let run: MessageView[] = [];
  const tellClosed = (until: string | undefined) => {
    const due = waiting.filter(({ at }) => until === undefined || at < until);
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { at } of due) drawn.push({ kind: 'closed', key: `closed-${at}`, at });
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
    const early = waiting.some(({ at }) => at < message.at);
    if (other || messageDay > day || early) {
      end();
      tellClosed(message.at);
      drawn.push({ kind: 'part', key: `part-${message.id}`, at: message.at, day: messageDay > day, conversation });
      if (messageDay > day) day = messageDay;
    }
    run.push(message);
  }
  end();
  tellClosed(undefined);
  return drawn;
}
