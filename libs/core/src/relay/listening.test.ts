import type { Pulse } from '@kontuar/platform';
import type { EventRow } from './feed';
import { BELIEVED_MS, ListenersAnywhere, ListenersHere, LISTENING } from './listening';
import { Unheard } from './unheard';

const pulse = (told: string[]): Pulse => ({ publish: (topic, payload = '') => { if (topic === LISTENING) told.push(payload); }, subscribe: () => () => undefined, close: () => Promise.resolve() });

describe('for whom views are made', () => {
  afterEach(() => { jest.useRealTimers(); });

  it('is said before the first of a workspace is let in, and every second until the last has gone', () => {
    jest.useFakeTimers();
    const told: string[] = [];
    const here = new ListenersHere(pulse(told));
    here.expect('a');
    here.come('a');
    here.come('a');
    here.come('b');
    expect(told).toEqual(['a', 'a', 'b']);
    jest.advanceTimersByTime(1_000);
    expect(told.at(-1)).toBe('a,b');
    here.go('a');
    here.go('b');
    jest.advanceTimersByTime(1_000);
    expect(told.at(-1)).toBe('a');
    here.go('a');
    told.length = 0;
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
    here.stop();
  });

  it('is everybody for whoever has just begun, then those who were heard of, until long after they were', () => {
    let now = 0;
    const anywhere = new ListenersAnywhere(() => now);
    expect(anywhere.listens('a')).toBe(true);
    now = 3_000;
    expect(anywhere.listens('a')).toBe(false);
    expect(anywhere.hear('a,b')).toEqual(['a', 'b']);
    now += BELIEVED_MS - 1;
    expect(anywhere.hear('a')).toEqual([]);
    now += 1;
    expect([anywhere.listens('a'), anywhere.listens('b')]).toEqual([true, false]);
    now += BELIEVED_MS;
    expect(anywhere.listens('a')).toBe(false);
  });

  it('gives those who came what happened a moment before we heard of them: in order, once, and nothing of other houses', () => {
    let now = 0;
    const unheard = new Unheard(() => now);
    const row = (workspace_id: string, seq: string) => ({ workspace_id, seq }) as EventRow;
    unheard.keep([row('a', '1'), row('b', '1')]);
    now = 2_000;
    unheard.keep([row('a', '2')]);
    now = 4_000;
    unheard.keep([row('a', '3'), row('b', '2')]);
    expect(unheard.take(new Set(['a'])).map(({ seq }) => seq)).toEqual(['2', '3']);
    expect(unheard.take(new Set(['a']))).toEqual([]);
    expect(unheard.take(new Set(['b'])).map(({ seq }) => seq)).toEqual(['2']);
  });
});
