import { deriveFacts, type Fact, type Line, type Thread } from './derive';

const MINUTE = 60_000;
const standing = { channelId: 'mail', teamId: null, assigneeId: null };
let at = 0;
const line = (seq: number, what: Line['what'], minute: number, more: Partial<Line> = {}): Line => ({ seq, at: minute * MINUTE, origin: 'c', channelId: 'mail', what, memberId: null, answersSurvey: false, event: null, data: null, ...more });
const heard = (minute: number, more: Partial<Line> = {}) => line((at += 1), 'in', minute, more);
const said = (minute: number, memberId = 'ola', more: Partial<Line> = {}) => line((at += 1), 'out', minute, { memberId, ...more });
const event = (type: string, minute: number, data: Line['data'] = {}, more: Partial<Line> = {}) => line((at += 1), 'event', minute, { event: type, data, ...more });
const given = (minute: number, from: string | null, to: string | null) => event('assigned', minute, { from: { assigneeId: from, teamId: null }, to: { assigneeId: to, teamId: to === null ? null : 'team' } });
const derive = (lines: Line[], more: Partial<Thread> = {}) => deriveFacts({ id: 'c', state: 'open', resolvedAt: null, own: standing, merged: new Map(), lines, ...more });
const brief = (facts: Fact[], ...kinds: Fact['kind'][]) => facts.filter(({ kind }) => kinds.includes(kind)).map((fact) => [fact.kind, fact.at / MINUTE, fact.ms === null ? fact.endsAt === null ? null : fact.endsAt / MINUTE : fact.ms / MINUTE, fact.memberId]);
beforeEach(() => { at = 0; });

describe('the facts of a thread', () => {
  it('count one wait from the first unanswered message to the first answer, for whoever gave it', () => {
    const facts = derive([heard(0), heard(3), said(10, 'ola'), said(11, 'jan'), heard(20), said(50, 'jan')]);
    expect(brief(facts, 'first', 'next')).toEqual([['first', 10, 10, 'ola'], ['next', 50, 30, 'jan']]);
    expect(brief(facts, 'in', 'out').map(([kind]) => kind)).toEqual(['in', 'in', 'out', 'out', 'in', 'out']);
  });

  it('know no wait where nobody answered before it was resolved, and none after a thank-you', () => {
    const facts = derive([heard(0), event('resolved', 5, {}, { memberId: 'ola' }), heard(6), said(20, 'jan')]);
    expect(brief(facts, 'first', 'next', 'thanks', 'resolved')).toEqual([['resolved', 5, 5, 'ola'], ['thanks', 6, null, 'ola']]);
  });

  it('take an answer to a survey for no thank-you', () => {
    expect(brief(derive([heard(0), event('resolved', 5), heard(6, { answersSurvey: true })]), 'thanks')).toEqual([]);
  });

  it('leave out the time for which it was put off, and begin anew when it is opened again', () => {
    const facts = derive([heard(0), event('snoozed', 10), event('woken', 70), event('resolved', 100, {}, { memberId: 'ola' }), event('reopened', 200, { by: 'contact' }), heard(200), said(210), event('resolved', 230, {}, { memberId: 'jan' })]);
    expect(brief(facts, 'resolved', 'reopened')).toEqual([['resolved', 100, 40, 'ola'], ['reopened', 200, null, 'ola'], ['resolved', 230, 30, 'jan']]);
    expect(brief(facts, 'spell')).toEqual([['spell', 0, 100, null], ['spell', 200, 230, null]]);
    expect(brief(facts, 'first', 'next')).toEqual([['first', 210, 10, 'ola']]);
  });

  it('forget a resolution that was taken back at once, with everything that came of it', () => {
    const facts = derive([heard(0), event('resolved', 5, {}, { memberId: 'ola' }), event('reopened', 6, { reason: 'undo' }), said(12)]);
    expect(brief(facts, 'resolved', 'reopened', 'first', 'spell')).toEqual([['first', 12, 12, 'ola'], ['spell', 0, Infinity, null]]);
  });

  it('count the wait from when they wrote if somebody opens it again by hand', () => {
    expect(brief(derive([heard(0), event('resolved', 5), event('reopened', 60), said(90)]), 'first')).toEqual([['first', 90, 90, 'ola']]);
  });

  it('credit every minute to whoever had it then', () => {
    const facts = derive([heard(0), given(5, null, 'ola'), given(25, 'ola', 'jan'), event('resolved', 40), event('reopened', 50, { by: 'contact' }), heard(50)]);
    expect(brief(facts, 'held')).toEqual([['held', 5, 25, 'ola'], ['held', 25, 40, 'jan'], ['held', 50, Infinity, 'jan']]);
  });

  it('know in whose hands it was before its first change', () => {
    expect(brief(derive([heard(0), given(5, 'ola', 'jan')]), 'held', 'in')).toEqual([['in', 0, null, 'ola'], ['held', 0, 5, 'ola'], ['held', 5, Infinity, 'jan']]);
  });

  it('go on counting what was merged as what it was until then, and one wait from then on', () => {
    const other = { origin: 'b', channelId: 'chat' };
    const facts = derive([
      heard(0, other), said(4, 'ola', other), event('resolved', 5, {}, { ...other, memberId: 'ola' }), heard(10), event('reopened', 15, { by: 'contact' }, other), heard(15, other),
      event('merged', 20, { conversationId: 'b' }), said(30, 'jan'),
    ], { merged: new Map([['b', { channelId: 'chat', teamId: null, assigneeId: null }]]) });
    expect(facts.filter(({ kind }) => kind === 'started').map(({ at: when, channelId }) => [when / MINUTE, channelId])).toEqual([[0, 'chat'], [10, 'mail']]);
    expect(brief(facts, 'first', 'next', 'resolved')).toEqual([['first', 4, 4, 'ola'], ['resolved', 5, 5, 'ola'], ['next', 30, 20, 'jan']]);
    expect(brief(facts, 'spell')).toEqual([['spell', 0, 5, null], ['spell', 15, 20, null], ['spell', 10, Infinity, null]]);
  });

  it('never measure less than nothing, whatever the clocks of platforms say', () => {
    expect(brief(derive([heard(10), said(4), event('resolved', 3)]), 'first', 'resolved')).toEqual([['first', 4, 0, 'ola'], ['resolved', 3, 0, null]]);
  });

  it('take what was brought in as resolved for resolved', () => {
    const facts = derive([heard(0), said(4)], { state: 'resolved', resolvedAt: 9 * MINUTE });
    expect(brief(facts, 'resolved', 'spell')).toEqual([['resolved', 9, 9, null], ['spell', 0, 9, null]]);
  });

  it('make of nothing nothing', () => {
    expect(derive([given(1, null, 'ola'), event('resolved', 2)])).toEqual([]);
  });
});
