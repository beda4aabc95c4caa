import type { ConversationView } from '@kontuar/contract';

export type Call = { method: 'PATCH' | 'POST' | 'DELETE'; path: string; body: Record<string, unknown> };

/** An act on one conversation that was done without a line. It is told to the server when the line is back. */
export interface WaitingAct {
  id: string;
  conversationId: string;
  call: Call;
  /** Labels are added to and taken from those that it has then, whoever changed others meanwhile. */
  labels?: { add: string[]; remove: string[] };
  /** What the screen shows meanwhile. */
  guess: Partial<ConversationView>;
  /** Who changed one of these meanwhile meant something else: then it is held. */
  touches: (keyof ConversationView)[];
  /** It is an answer to what was said: a newer message of the customer holds it. */
  answers: boolean;
  known: ConversationView;
  text: string;
  /** Epoch milliseconds. */
  at: number;
  state: 'waiting' | 'held';
  why: 'changed' | 'wrote' | 'reply' | 'refused' | null;
}

export interface WaitingPorts {
  current(conversationId: string): Promise<ConversationView>;
  send(call: Call, key: string): Promise<ConversationView>;
  /** Unsent replies of the conversation that were written before: they go first. 'held': one of them will not go by itself. */
  repliesBefore(conversationId: string, at: number): 'none' | 'waiting' | 'held';
  isAway(error: unknown): boolean;
  show(conversation: ConversationView): void;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> | null;
}

/** What to do with it now that the conversation is known as it stands. */
export function verdictOf(act: WaitingAct, current: ConversationView): 'go' | 'done' | 'changed' | 'wrote' {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (act.touches.length > 0 && act.touches.every((field) => same(current[field], act.guess[field]))) return 'done';
  if (act.answers && current.lastSeq > act.known.lastSeq && current.waitingSince !== null && current.preview.kind === 'inbound') return 'wrote';
  return act.touches.some((field) => !same(current[field], act.known[field])) ? 'changed' : 'go';
}

/** Keeps acts in the browser until the server has them; they leave in the order in which they were done. */
export class WaitingActs {
  private acts: WaitingAct[];
  private readonly listeners = new Set<() => void>();
  private leaving: Promise<void> | null = null;

  constructor(private readonly owner: string, private readonly ports: WaitingPorts) {
    this.acts = this.stored();
  }

  snapshot = (): readonly WaitingAct[] => this.acts;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  add(act: Omit<WaitingAct, 'state' | 'why'>): void {
    this.change([...this.acts, { ...act, state: 'waiting', why: null }]);
  }

  /** Taken back before it left, or not wanted any more. */
  drop(id: string): WaitingAct | null {
    const act = this.acts.find((each) => each.id === id) ?? null;
    this.change(this.acts.filter((each) => each.id !== id));
    return act;
  }

  /** Somebody looked at what has changed and still wants it. */
  insist(id: string): void {
    this.change(this.acts.map((act) => (act.id === id ? { ...act, state: 'waiting', why: null, touches: [], answers: false } : act)));
    void this.flush();
  }

  /** A reply written later has to wait for these. */
  hasBefore(conversationId: string, at: number): boolean {
    return this.acts.some((act) => act.state === 'waiting' && act.conversationId === conversationId && act.at < at);
  }

  /** Our own reply arrived: what follows it was decided with it in mind. */
  moved(conversation: ConversationView): void {
    this.change(this.acts.map((act) => (act.conversationId === conversation.id ? { ...act, known: { ...conversation, ...pick(act.known, act.touches) } } : act)));
  }

  flush(): Promise<void> {
    this.leaving ??= this.leave().finally(() => { this.leaving = null; });
    return this.leaving;
  }

  private async leave(): Promise<void> {
    for (const { id } of this.acts) {
      const act = this.acts.find((each) => each.id === id);
      if (act?.state !== 'waiting') continue;
      const before = this.ports.repliesBefore(act.conversationId, act.at);
      if (before === 'waiting') continue;
      if (before === 'held' && act.answers) {
        this.hold(id, 'reply');
        continue;
      }
      try {
        const current = await this.ports.current(act.conversationId);
        const verdict = verdictOf(act, current);
        if (verdict === 'changed' || verdict === 'wrote') {
          this.ports.show(current);
          this.hold(id, verdict);
          continue;
        }
        if (verdict === 'go') {
          const labelIds = act.labels && [...new Set([...current.labelIds.filter((label) => !act.labels?.remove.includes(label)), ...act.labels.add])];
          const conversation = await this.ports.send(labelIds === undefined ? act.call : { ...act.call, body: { ...act.call.body, labelIds } }, id);
          this.ports.show(conversation);
          this.moved(conversation);
        }
        this.drop(id);
      } catch (error) {
        if (this.ports.isAway(error)) return;
        this.hold(id, 'refused');
      }
    }
  }

  private hold(id: string, why: NonNullable<WaitingAct['why']>): void {
    this.change(this.acts.map((act) => (act.id === id ? { ...act, state: 'held', why } : act)));
  }

  private change(next: WaitingAct[]): void {
    const before = this.acts;
    this.acts = next;
    try {
      for (const { id } of before) if (!next.some((act) => act.id === id)) this.ports.storage?.removeItem(this.keyOf(id));
      for (const act of next) if (!before.includes(act)) this.ports.storage?.setItem(this.keyOf(act.id), JSON.stringify(act));
    } catch { /* storage is full or refused: they live as long as this page */ }
    for (const listener of this.listeners) listener();
  }

  private stored(): WaitingAct[] {
    const { storage } = this.ports;
    const found: WaitingAct[] = [];
    try {
      for (let index = 0; index < (storage?.length ?? 0); index += 1) {
        const key = storage?.key(index) ?? '';
        if (!key.startsWith(this.keyOf(''))) continue;
        const act = JSON.parse(storage?.getItem(key) ?? 'null') as Partial<WaitingAct> | null;
        if (act !== null && typeof act.id === 'string' && typeof act.conversationId === 'string' && act.call !== undefined && act.known !== undefined && typeof act.at === 'number') found.push(act as WaitingAct);
      }
    } catch { /* storage is refused, or holds what is not ours */ }
    return found.sort((a, b) => a.at - b.at);
  }

  private keyOf(id: string): string {
    return `kontuar.acts.${this.owner}.${id}`;
  }
}

function pick(conversation: ConversationView, fields: readonly (keyof ConversationView)[]): Partial<ConversationView> {
  return Object.fromEntries(fields.map((field) => [field, conversation[field]]));
}
