import type { ConversationView } from '@kontuar/contract';
import { buildConversation } from '../../realtime/factories';
import { WaitingActs, type WaitingAct, type WaitingPorts } from './waiting-acts';

const known = buildConversation(1, { id: 'c1', lastSeq: 4, labelIds: ['vip'] });
const resolving = (change: Partial<WaitingAct> = {}): Omit<WaitingAct, 'state' | 'why'> => ({
  id: 'a1', conversationId: 'c1', call: { method: 'PATCH', path: '/conversations/c1', body: { state: 'resolved' } },
  guess: { state: 'resolved' }, touches: ['state'], answers: true, known, text: 'Resolved', at: 10, ...change,
});

class Shelf {
  readonly kept = new Map<string, string>();
  get length(): number { return this.kept.size; }
  key = (index: number): string | null => [...this.kept.keys()][index] ?? null;
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

function desk(current: ConversationView = known, ports: Partial<WaitingPorts> = {}) {
  const sent: { body: unknown; key: string }[] = [];
  const storage = new Shelf();
  const all: WaitingPorts = {
    current: () => Promise.resolve(current),
    send: ({ body }, key) => { sent.push({ body, key }); return Promise.resolve({ ...current, ...body } as ConversationView); },
    repliesBefore: () => 'none', isAway: (error) => error === 'away', show: () => undefined, storage, ...ports,
  };
  return { acts: new WaitingActs('m1', all), sent, storage, again: () => new WaitingActs('m1', all), other: () => new WaitingActs('m2', all) };
}

describe('acts that were done without a line', () => {
  it('leave once when it is back, in their order', async () => {
    const { acts, sent } = desk();
    acts.add(resolving({ id: 'a1', touches: [], guess: {}, call: { method: 'PATCH', path: '/x', body: { priority: 'high' } } }));
    acts.add(resolving({ id: 'a2', at: 11 }));
    await Promise.all([acts.flush(), acts.flush()]);
    expect(sent).toEqual([{ body: { priority: 'high' }, key: 'a1' }, { body: { state: 'resolved' }, key: 'a2' }]);
    expect(acts.snapshot()).toEqual([]);
  });

  it('survive a reload, and belong to one person', () => {
    const { acts, again, other } = desk();
    acts.add(resolving());
    expect(again().snapshot()).toMatchObject([{ id: 'a1', state: 'waiting' }]);
    expect(other().snapshot()).toEqual([]);
  });

  it('stay while the server is away', async () => {
    const { acts, sent } = desk(known, { current: () => Promise.reject('away') });
    acts.add(resolving());
    await acts.flush();
    expect(sent).toEqual([]);
    expect(acts.snapshot()).toMatchObject([{ state: 'waiting' }]);
  });

  it.each([
    ['the customer wrote meanwhile', { lastSeq: 5, waitingSince: '2026-11-20T14:00:00Z', preview: { text: 'Wait!', kind: 'inbound' as const, authorName: null, failed: false } }, 'wrote'],
    ['somebody else changed the same', { state: 'snoozed' as const }, 'changed'],
  ])('are held when %s, and go when somebody insists', async (_, change, why) => {
    const { acts, sent } = desk({ ...known, ...change });
    acts.add(resolving());
    await acts.flush();
    expect(sent).toEqual([]);
    expect(acts.snapshot()).toMatchObject([{ state: 'held', why }]);
    acts.insist('a1');
    await acts.flush();
    expect(sent).toHaveLength(1);
  });

  it('are done when it is so already: the first attempt arrived, and its answer was lost', async () => {
    const { acts, sent } = desk({ ...known, state: 'resolved' });
    acts.add(resolving());
    await acts.flush();
    expect(sent).toEqual([]);
    expect(acts.snapshot()).toEqual([]);
  });

  it('wait for the replies before them, and are held with one that is held', async () => {
    let replies: 'waiting' | 'held' = 'waiting';
    const { acts, sent } = desk(known, { repliesBefore: () => replies });
    acts.add(resolving());
    await acts.flush();
    expect(acts.snapshot()).toMatchObject([{ state: 'waiting' }]);
    replies = 'held';
    await acts.flush();
    expect(acts.snapshot()).toMatchObject([{ state: 'held', why: 'reply' }]);
    expect(sent).toEqual([]);
  });

  it('put labels to those that others gave meanwhile', async () => {
    const { acts, sent } = desk({ ...known, labelIds: ['vip', 'late'] });
    acts.add(resolving({ labels: { add: ['claim'], remove: ['vip'] }, touches: [], answers: false, call: { method: 'PATCH', path: '/x', body: {} } }));
    await acts.flush();
    expect(sent).toMatchObject([{ body: { labelIds: ['late', 'claim'] } }]);
  });

  it('are held with the reason when the server refuses them', async () => {
    const { acts } = desk(known, { send: () => Promise.reject(new Error('forbidden')) });
    acts.add(resolving());
    await acts.flush();
    expect(acts.snapshot()).toMatchObject([{ state: 'held', why: 'refused' }]);
  });
});
