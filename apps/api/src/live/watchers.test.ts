import { localPulse } from '@kontuar/platform';
import { Watchers } from './watchers';

const settled = () => new Promise((done) => setImmediate(() => setImmediate(done)));

describe('who watches a conversation', () => {
  const change = { conversationId: 'c', memberId: 'm', rooms: [] };

  it('is writing until they stop, whatever signs of life come in between', async () => {
    const watchers = new Watchers(localPulse());
    const shown: boolean[] = [];
    watchers.onChange(() => shown.push(watchers.of('c')[0]?.typing ?? false));
    watchers.tell({ ...change, state: 'viewing' });
    watchers.tell({ ...change, state: 'typing' });
    watchers.tell({ ...change, state: 'alive' });
    await settled();
    expect(watchers.of('c')).toEqual([{ memberId: 'm', typing: true }]);
    watchers.tell({ ...change, state: 'viewing' });
    watchers.tell({ ...change, state: 'gone' });
    await settled();
    expect(watchers.of('c')).toEqual([]);
    expect(shown).toEqual([false, true, false, false]);
  });

  it('is forgotten without a sign of life', async () => {
    const watchers = new Watchers(localPulse());
    watchers.tell({ ...change, state: 'viewing' });
    await settled();
    expect(watchers.of('c', Date.now() + 60_000)).toEqual([]);
  });
});
