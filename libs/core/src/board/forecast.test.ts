import { forecast, type Due } from './forecast';

const now = new Date('2026-11-19T13:45:00Z');
const dueIn = (minutes: number, assigneeId: string | null = null): Due => ({ dueAt: new Date(now.getTime() + minutes * 60_000), assigneeId });

describe('what will be late in a quarter of an hour', () => {
  it('is nothing while people answer faster than promises end', () => {
    expect(forecast([dueIn(4, 'a'), dueIn(8, 'a'), dueIn(12, 'b')], [{ memberId: 'a', answers: 5 }, { memberId: 'b', answers: 3 }], now)).toEqual({ due: 3, breaks: 0 });
  });

  it('is what somebody cannot reach at their pace', () => {
    // Five minutes each: done after 5, 10 and 15 minutes.
    expect(forecast([dueIn(6, 'a'), dueIn(7, 'a'), dueIn(9, 'a')], [{ memberId: 'a', answers: 3 }], now)).toEqual({ due: 3, breaks: 2 });
  });

  it('is what lies with somebody who is not at work, and all of it when nobody is', () => {
    expect(forecast([dueIn(10, 'gone'), dueIn(10)], [{ memberId: 'a', answers: 3 }], now)).toEqual({ due: 2, breaks: 1 });
    expect(forecast([dueIn(10), dueIn(12)], [], now)).toEqual({ due: 2, breaks: 2 });
  });

  it('says nothing of what is late already or ends later', () => {
    expect(forecast([dueIn(-1), dueIn(16)], [], now)).toEqual({ due: 0, breaks: 0 });
  });

  it('takes who has written nothing yet for as fast as the others, and counts nobody’s work to who is free first', () => {
    const workers = [{ memberId: 'a', answers: 3 }, { memberId: 'new', answers: 0 }];
    expect(forecast([dueIn(6), dueIn(6), dueIn(6)], workers, now)).toEqual({ due: 3, breaks: 1 });
  });
});
