import type { FeedEvent, FeedPage } from '@kontuar/contract';
import { catchUp, tooFar, type CatchUpPorts } from './catch-up';
import { buildConversation, buildMessage, created, updated } from './factories';
import { Position } from './position';

function at(seq: number): Position {
  const position = new Position();
  position.confirm(seq);
  return position;
}

function feed(events: FeedEvent[], pageSize = 2) {
  const asked: number[] = [];
  const applied: number[] = [];
  let refreshed = 0;
  const ports: CatchUpPorts = {
    fetch: async (after): Promise<FeedPage> => {
      asked.push(after);
      const rest = events.filter((event) => event.workspaceSeq > after);
      const items = rest.slice(0, pageSize);
      return { items, lastSeq: items.at(-1)?.workspaceSeq ?? after, hasMore: rest.length > pageSize };
    },
    apply: (event) => void applied.push(event.workspaceSeq),
    refreshAll: () => { refreshed += 1; },
    isTooOld: (error) => error === 'gone',
  };
  return { ports, asked, applied, refreshed: () => refreshed };
}

const conversation = buildConversation(1);
const events = [
  updated(conversation, 11), created(conversation, buildMessage(conversation, 2), 12),
  created(conversation, buildMessage(conversation, 3, { direction: 'out' }), 13), created(conversation, buildMessage(conversation, 4), 14),
];

describe('catching up', () => {
  it('asks page by page from where it certainly stands, and counts what customers wrote', async () => {
    const { ports, asked, applied } = feed(events);
    const position = at(10);
    expect(await catchUp(position, 14, ports)).toEqual({ messages: 2, refreshed: false });
    expect(asked).toEqual([10, 12]);
    expect(applied).toEqual([11, 12, 13, 14]);
    expect(position.certain).toBe(14);
  });

  it('asks for everything anew when it is too far behind or the feed is pruned', async () => {
    const far = feed(events);
    const position = at(10);
    expect((await catchUp(position, 11 + tooFar, far.ports)).refreshed).toBe(true);
    expect(far.asked).toEqual([]);
    expect(position.certain).toBe(11 + tooFar);
    const pruned = feed([]);
    expect((await catchUp(at(10), 14, { ...pruned.ports, fetch: () => Promise.reject('gone') })).refreshed).toBe(true);
    expect(pruned.refreshed()).toBe(1);
  });

  it('asks for everything anew when the server’s feed began again', async () => {
    const { ports, refreshed } = feed([]);
    const position = at(500);
    await catchUp(position, 3, ports);
    expect(refreshed()).toBe(1);
    expect(position.certain).toBe(3);
  });

  it('keeps its place when the line breaks in the middle', async () => {
    const { ports } = feed(events);
    let calls = 0;
    const position = at(10);
    const breaking = { ...ports, fetch: (after: number) => (++calls === 2 ? Promise.reject(new Error('lost')) : ports.fetch(after)) };
    await expect(catchUp(position, 14, breaking)).rejects.toThrow('lost');
    expect(position.certain).toBe(12);
  });

  it('ends when a page does not move on', async () => {
    const { ports } = feed([]);
    const stuck = { ...ports, fetch: async () => ({ items: [], lastSeq: 10, hasMore: true }) };
    expect(await catchUp(at(10), 12, stuck)).toEqual({ messages: 0, refreshed: false });
  });
});
