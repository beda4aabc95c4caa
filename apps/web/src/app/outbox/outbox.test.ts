import type { MessageInput, Posted, PostedOrHeld } from '@kontuar/contract';
import { Outbox, type Attempt, type OutboxEntry, type OutboxPorts } from './outbox';

class MemoryStorage {
  private readonly items = new Map<string, string>();
  get length() { return this.items.size; }
  key(index: number) { return [...this.items.keys()][index] ?? null; }
  getItem(key: string) { return this.items.get(key) ?? null; }
  setItem(key: string, value: string) { this.items.set(key, value); }
  removeItem(key: string) { this.items.delete(key); }
}

function buildInput(clientId: string, text = clientId): MessageInput {
  return { clientId, text, private: false, attachmentIds: [], mentions: [], sendNow: false };
}

// Nobody looks into what was posted: the box only hands it on.
const posted = { message: {}, conversation: {} } as unknown as Posted;

function open(answers: Attempt[], storage: OutboxPorts['storage'] = new MemoryStorage()) {
  const sent: string[] = [];
  const accepted: PostedOrHeld[] = [];
  const waits: { ms: number; act: () => void }[] = [];
  let clock = 0;
  const outbox = new Outbox('me', {
    post: (entry) => {
      sent.push(entry.clientId);
      return Promise.resolve(answers.shift() ?? { outcome: 'accepted', posted });
    },
    accepted: (answer) => accepted.push(answer), storage, now: () => (clock += 1),
    wait: (ms, act) => { waits.push({ ms, act }); return () => undefined; },
  });
  const add = (clientId: string, conversationId = 'c1') =>
    outbox.add({ conversationId, input: buildInput(clientId), attachments: [], authorName: 'Zofia' });
  return { outbox, sent, accepted, waits, add, storage, pass: (ms: number) => { clock += ms; } };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const states = (outbox: Outbox) => outbox.snapshot().map((entry: OutboxEntry) => `${entry.clientId} ${entry.state}`);

describe('outbox', () => {
  it('sends at once and forgets what the server has', async () => {
    const { outbox, add, accepted, storage } = open([]);
    add('a');
    expect(states(outbox)).toEqual(['a sending']);
    await settle();
    expect(states(outbox)).toEqual([]);
    expect(accepted).toEqual([posted]);
    expect(storage?.length).toBe(0);
  });

  it('keeps the order of a conversation while the line is down, and lets others pass', async () => {
    const { outbox, add, sent, pass } = open([{ outcome: 'later' }]);
    add('a1', 'a'); add('a2', 'a'); add('b1', 'b');
    await settle();
    expect(states(outbox)).toEqual(['a1 waiting', 'a2 waiting']);
    expect(sent).toEqual(['a1', 'b1']);
    pass(60_000);
    outbox.flush();
    await settle();
    expect(sent).toEqual(['a1', 'b1', 'a1', 'a2']);
    expect(states(outbox)).toEqual([]);
  });

  it('waits longer after every failure, at most half a minute, or as long as the server asks', async () => {
    const later: Attempt[] = Array.from({ length: 8 }, () => ({ outcome: 'later' }));
    const { outbox, add, waits, pass } = open([...later, { outcome: 'later', retryAfterMs: 90_000 }]);
    add('a');
    for (let turn = 0; turn < 8; turn += 1) { await settle(); pass(40_000); outbox.flush(); }
    await settle();
    const pauses = waits.map((wait) => Math.round(wait.ms / 1000));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 90]);
  });

  it('goes at once when the line is back', async () => {
    const { outbox, add, sent } = open([{ outcome: 'later' }]);
    add('a');
    await settle();
    outbox.flush();
    expect(sent).toEqual(['a']);
    outbox.hurry();
    expect(sent).toEqual(['a', 'a']);
  });

  it('survives a reload under the same client id, in order, and only for its owner', async () => {
    const before = open([{ outcome: 'later' }]);
    before.add('a'); before.add('b');
    await settle();
    const after = open([], before.storage);
    expect(states(after.outbox)).toEqual(['a waiting', 'b waiting']);
    after.outbox.flush();
    await settle();
    await settle();
    expect(after.sent).toEqual(['a', 'b']);
    expect(new Outbox('somebody else', { post: () => Promise.reject(new Error('never')), accepted: () => undefined, storage: before.storage, now: () => 0, wait: () => () => undefined }).snapshot()).toEqual([]);
  });

  it('tries again what was on its way when the page died', () => {
    const before = open([]);
    before.add('a');
    expect(states(open([], before.storage).outbox)).toEqual(['a waiting']);
  });

  it('keeps a refused message with its reason until it is tried again or taken back', async () => {
    const { outbox, add, sent } = open([{ outcome: 'refused', code: 'too-long', detail: 'Too long' }]);
    add('a'); add('b');
    await settle();
    expect(outbox.snapshot()).toMatchObject([{ clientId: 'a', state: 'refused', problem: { code: 'too-long' } }]);
    expect(sent).toEqual(['a', 'b']);
    expect(outbox.take('a')?.input.text).toBe('a');
    expect(outbox.take('a')).toBeNull();
  });

  it('holds a stale reply with what is new', async () => {
    const { outbox, add } = open([{ outcome: 'stale', news: [] }]);
    add('a');
    await settle();
    expect(states(outbox)).toEqual(['a stale']);
  });

  it('never takes back what is on its way, and never doubles a double click', async () => {
    const { outbox, add, sent } = open([]);
    add('a'); add('a');
    expect(outbox.take('a')).toBeNull();
    await settle();
    expect(sent).toEqual(['a']);
  });

  it('drops an entry that arrived by another way', async () => {
    const { outbox, add } = open([{ outcome: 'later' }]);
    add('a');
    await settle();
    outbox.confirm('a');
    expect(states(outbox)).toEqual([]);
  });

  it('throws away what it cannot read, and works without storage', async () => {
    const storage = new MemoryStorage();
    storage.setItem('kontuar.outbox.me.x', '{"clientId":');
    expect(open([], storage).outbox.snapshot()).toEqual([]);
    expect(storage.length).toBe(0);
    const { outbox, add } = open([{ outcome: 'later' }], null);
    add('a');
    await settle();
    expect(states(outbox)).toEqual(['a waiting']);
  });
});
