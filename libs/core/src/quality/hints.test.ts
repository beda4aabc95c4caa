import { hintsOf, type HeardMessage, type HintFacts } from './hints';

const start = new Date('2026-11-16T09:00:00Z');
let made = 0;
const said = (direction: 'in' | 'out', minute: number, text: string, more: Partial<HeardMessage> = {}): HeardMessage => ({ id: `m${(made += 1)}`, direction, byAgent: direction === 'out', automatic: false, text, at: new Date(start.getTime() + minute * 60_000), mood: null, ...more });
const hints = (messages: HeardMessage[], more: Partial<HintFacts> = {}) => hintsOf({ messages, customerName: 'Anna Lis', glossary: [], handOvers: 0, promises: { kept: 0, broken: 0 }, ...more });
const names = (messages: HeardMessage[], more: Partial<HintFacts> = {}) => hints(messages, more).map(({ hint }) => hint);

describe('what the machine sees in a conversation', () => {
  it('is marked as its own, has a place, and is no score', () => {
    const all = hints([said('in', 0, 'Ile kosztuje dostawa?'), said('out', 3, 'Dzień dobry Pani Anno, dostawa kosztuje 20 zł. W razie pytań proszę dać znać.')]);
    expect(all.map(({ hint, tone, value }) => [hint, tone, value])).toEqual([['first-reply', 'well', 3], ['questions-answered', 'well', 1], ['name-used', 'well', null], ['greeted', 'well', null], ['offered-more', 'well', null]]);
    expect(all.every((hint) => hint.automatic && !('score' in hint))).toBe(true);
    expect(all[0]?.messageId).toBeTruthy();
  });

  it('is a question that nobody answered, where it was asked', () => {
    const asked = said('in', 0, 'When will the table arrive? Can I pay by card?');
    const open = hints([asked, said('out', 5, 'It will arrive on Tuesday.')]).filter(({ hint }) => hint === 'question-open');
    expect(open).toMatchObject([{ words: expect.stringContaining('pay by card') as string, messageId: asked.id, tone: 'look' }]);
  });

  it('is a long wait, wherever it was, and whose answer ended it', () => {
    expect(names([said('in', 0, 'Hello'), said('out', 300, 'Hello Anna')])).toContain('slow-reply');
    expect(names([said('in', 0, 'Hello'), said('out', 300, 'Hi', { byAgent: false }), said('in', 301, 'Thanks'), said('out', 302, 'Bye Anna')])).not.toContain('slow-reply');
  });

  it('is a trade word that was left, as it was written', () => {
    const found = hints([said('in', 0, 'Hi'), said('out', 1, 'We will process your RMA.')], { glossary: [{ id: 't', term: 'RMA', plain: 'return', language: 'en' }] }).find(({ hint }) => hint === 'jargon');
    expect(found).toMatchObject({ words: 'RMA', quality: 'professional' });
  });

  it('is a feeling that was seen, or was not', () => {
    const upset = said('in', 0, 'This is a disgrace!', { mood: -0.8 });
    expect(names([upset, said('out', 5, 'I am sorry, Anna. It will be replaced.'), said('in', 9, 'Thank you', { mood: 0.5 })])).toEqual(expect.arrayContaining(['said-sorry', 'mood-better']));
    expect(names([upset, said('out', 5, 'The terms are on our page.')])).toEqual(expect.arrayContaining(['no-sorry', 'name-unused']));
  });

  it('is nothing where this member said nothing, and never the machine’s own words', () => {
    expect(hints([said('in', 0, 'Hi?'), said('out', 1, 'We are closed.', { byAgent: false })])).toEqual([]);
    expect(hints([said('in', 0, 'Hi?'), said('out', 1, 'Hello Anna, we are closed.', { automatic: true })])).toEqual([]);
  });

  it('asks nothing of a name that is none', () => {
    expect(names([said('in', 0, 'Hi'), said('out', 1, 'Hello')], { customerName: '+48 601 202 303' })).not.toContain('name-unused');
  });
});
