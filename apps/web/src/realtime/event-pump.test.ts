import { EventPump, type PumpClock } from './event-pump';

function manual() {
  let now = 0;
  let plans: { at: number; act: () => void }[] = [];
  const clock: PumpClock = {
    now: () => now,
    later: (act, ms) => {
      const plan = { at: now + ms, act };
      plans.push(plan);
      return () => { plans = plans.filter((each) => each !== plan); };
    },
  };
  return {
    clock,
    work: (ms: number) => { now += ms; },
    pass: (ms: number) => {
      const until = now + ms;
      for (;;) {
        const next = plans.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        plans = plans.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.act();
      }
      now = Math.max(now, until);
    },
  };
}

function pumpOn(clock: PumpClock) {
  const turns: number[] = [];
  const done: string[] = [];
  const pump = new EventPump((work) => {
    const before = done.length;
    work();
    turns.push(done.length - before);
  }, clock);
  return { pump, turns, done, say: (word: string) => pump.add(() => void done.push(word)) };
}

describe('the pump of events', () => {
  it('lets the first through at once and what follows together, in its order', () => {
    const { clock, pass } = manual();
    const { say, turns, done } = pumpOn(clock);
    say('a');
    pass(1);
    expect(done).toEqual(['a']);
    for (const word of ['b', 'c', 'd']) {
      say(word);
      pass(10);
    }
    expect(done).toEqual(['a']);
    pass(100);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
    expect(turns).toEqual([1, 3]);
  });

  it('needs no animation frame, which a hidden tab never gets', () => {
    jest.useFakeTimers();
    try {
      const done: string[] = [];
      const pump = new EventPump((work) => work());
      pump.add(() => void done.push('a'));
      jest.advanceTimersByTime(5);
      expect(done).toEqual(['a']);
      expect('requestAnimationFrame' in globalThis).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });

  it('does all that waits when it is asked to, and nothing when it is dropped', () => {
    const { clock, pass } = manual();
    const { pump, say, done } = pumpOn(clock);
    say('a');
    say('b');
    pump.flush();
    expect(done).toEqual(['a', 'b']);
    say('c');
    pump.drop();
    pass(5000);
    expect(done).toEqual(['a', 'b']);
  });

  it('stops between two works when a turn takes long, and goes on later where it stopped', () => {
    const { clock, pass, work } = manual();
    const { pump, done } = pumpOn(clock);
    for (const word of ['a', 'b', 'c', 'd']) pump.add(() => { done.push(word); work(15); });
    pass(1);
    expect(done).toEqual(['a', 'b']);
    pass(1000);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  it('waits longer where showing takes long, and never longer than it may', () => {
    const { clock, pass, work } = manual();
    const { pump, done } = pumpOn(clock);
    pump.add(() => { done.push('slow'); work(2000); });
    pass(1);
    pump.add(() => void done.push('next'));
    pass(399);
    expect(done).toEqual(['slow', 'next']);
  });

  it('tells after a turn what happened in it, and loses nothing to a work that fails', () => {
    const { clock, pass } = manual();
    const told: string[] = [];
    const failed: unknown[] = [];
    const { pump, done } = pumpOn(clock);
    const before = Object.getOwnPropertyDescriptor(globalThis, 'reportError');
    Object.defineProperty(globalThis, 'reportError', { configurable: true, value: (error: unknown) => failed.push(error) });
    try {
      pump.add(() => void done.push('a'), () => told.push(`a after ${done.join('')}`));
      pump.add(() => { throw new Error('broken'); }, () => told.push('never'));
      pump.add(() => void done.push('b'), () => told.push('b'));
      pass(1);
    } finally {
      if (before === undefined) Reflect.deleteProperty(globalThis, 'reportError');
      else Object.defineProperty(globalThis, 'reportError', before);
    }
    expect(told).toEqual(['a after ab', 'b']);
    expect(failed).toHaveLength(1);
  });
});
