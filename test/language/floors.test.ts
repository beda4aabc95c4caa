import { learn, matterOf, moodOf, nothingLearnt, type Correction } from '@kontuar/language';
import { accuracy, coverageFigures, inflectionFigures, languageFigures, languages, macroF1, matterFigures, moodFigures, questionFigures, scores, surveyFigures, type Figures } from './figures';
import { labelled, lines } from './sets';

const of = (figures: Figures, label: string) => scores(figures).find((one) => one.label === label)!;

it.each(languages)('has at least 300 labelled messages in %s, none of which the rules were fitted to', (language) => {
  const judged = labelled('evaluation', `mood.${language}.txt`).map(([, text]) => text);
  expect(judged.length).toBeGreaterThanOrEqual(300);
  expect(new Set(judged).size).toBe(judged.length);
  const fitted = new Set(lines('development', `mood.${language}.txt`).map((line) => line.slice(2).toLowerCase()));
  expect(judged.filter((text) => fitted.has(text!.toLowerCase()))).toEqual([]);
});

it.each(languages)('tells moods in %s', (language) => {
  const figures = moodFigures('evaluation', language);
  expect(accuracy(figures)).toBeGreaterThan(0.88);
  for (const label of ['negative', 'neutral', 'positive']) {
    expect({ label, ok: of(figures, label).precision > 0.83 && of(figures, label).recall > 0.83 }).toEqual({ label, ok: true });
  }
});

it.each(languages)('seldom errs in %s where it commits itself, also on messages that nobody had in mind', (language) => {
  const figures = moodFigures('unseen', language);
  expect(of(figures, 'negative').precision).toBeGreaterThan(0.85);
  expect(of(figures, 'positive').precision).toBeGreaterThan(0.85);
  expect(of(figures, 'neutral').recall).toBeGreaterThan(0.85);
});

it.each(languages)('takes no message in %s for an answer to a question of ours, and most answers for one', (language) => {
  const figures = surveyFigures('unseen', language);
  const all = [...figures.confusion.values()].flatMap((row) => [...row.values()]).reduce((sum, one) => sum + one, 0);
  expect(all).toBeGreaterThanOrEqual(160);
  expect(figures.wrong.filter((line) => !line.includes('→ -:'))).toEqual([]);
  expect(of(figures, '-').recall).toBe(1);
  expect(accuracy(figures)).toBeGreaterThan(0.85);
});

it('is the surer the more often it is right', () => {
  const judged = languages.flatMap((language) => labelled('evaluation', `mood.${language}.txt`).map(([label = '', text = '']) => ({ expected: { n: 'negative', 0: 'neutral', p: 'positive' }[label], mood: moodOf(text) })));
  const rightOf = (from: number, to: number) => {
    const some = judged.filter(({ mood }) => mood.confidence >= from && mood.confidence < to);
    return some.filter(({ expected, mood }) => mood.label === expected).length / some.length;
  };
  expect(rightOf(0.85, 1.01)).toBeGreaterThan(rightOf(0.3, 0.7));
  expect(rightOf(0.85, 1.01)).toBeGreaterThan(0.93);
});

it('tells languages, and is unsure where anybody would be', () => {
  for (const set of ['evaluation', 'unseen'] as const) {
    const figures = languageFigures(set);
    expect(accuracy(figures)).toBeGreaterThan(0.93);
    for (const language of languages) expect(of(figures, language).precision).toBeGreaterThan(0.96);
  }
});

it.each(languages)('gets better in %s by being corrected, and not worse with what it was not corrected in', (language) => {
  // Every second message is corrected where it was wrong; the other half says what that did to strangers.
  const all = labelled('evaluation', `mood.${language}.txt`).map(([label = '', text = '']) => ({ label: { n: 'negative', 0: 'neutral', p: 'positive' }[label] as Correction['label'], text }));
  const [corrected, others] = [all.filter((_, index) => index % 2 === 0), all.filter((_, index) => index % 2 === 1)];
  let learnt = nothingLearnt();
  for (const one of corrected) if (moodOf(one.text, { learnt }).label !== one.label) learnt = learn(learnt, one);
  const right = (list: readonly Correction[], known = learnt) => list.filter(({ text, label }) => moodOf(text, { learnt: known }).label === label).length / list.length;
  expect(right(corrected)).toBeGreaterThan(right(corrected, nothingLearnt()));
  expect(right(corrected)).toBeGreaterThan(0.95);
  expect(right(others)).toBeGreaterThan(right(others, nothingLearnt()) - 0.02);
});

it.each(languages)('finds the questions of at least 150 messages in %s, and few that are none', (language) => {
  expect(lines('evaluation', `questions.${language}.txt`).length).toBeGreaterThanOrEqual(150);
  expect(of(questionFigures('evaluation', language), 'question').recall).toBeGreaterThan(0.9);
  expect(of(questionFigures('evaluation', language), 'question').precision).toBeGreaterThan(0.83);
  expect(of(questionFigures('unseen', language), 'question').recall).toBeGreaterThan(0.8);
});

it.each(languages)('says in %s that a draft answers only where it does', (language) => {
  for (const set of ['evaluation', 'unseen'] as const) {
    expect(of(coverageFigures(set, language), 'yes').precision).toBeGreaterThan(0.9);
    expect(of(coverageFigures(set, language), 'yes').recall).toBeGreaterThan(0.6);
  }
});

it('knows the forms of Polish trade words and offers the same form', () => {
  expect(of(inflectionFigures('evaluation'), 'known, same form offered').recall).toBeGreaterThan(0.95);
});

const matters = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise'];

it.each(languages)('has at least 250 messages labelled by their matter in %s, none of which the rules were fitted to', (language) => {
  const judged = labelled('evaluation', `matter.${language}.txt`);
  expect(judged.length).toBeGreaterThanOrEqual(250);
  expect(new Set(judged.map(([, text]) => text)).size).toBe(judged.length);
  for (const matter of matters) expect(judged.filter(([label]) => label === matter).length).toBeGreaterThanOrEqual(30);
  const fitted = new Set(labelled('development', `matter.${language}.txt`).map(([, text]) => text?.toLowerCase()));
  expect([...judged, ...labelled('unseen', `matter.${language}.txt`)].filter(([, text]) => fitted.has(text?.toLowerCase()))).toEqual([]);
});

it.each(languages)('tells in %s what a message is about', (language) => {
  const figures = matterFigures('evaluation', language);
  expect(macroF1(figures)).toBeGreaterThan(0.88);
  for (const label of matters) expect({ label, ok: of(figures, label).precision > 0.8 && of(figures, label).recall > 0.75 }).toEqual({ label, ok: true });
});

it('is the surer of a matter the more often it is right, and says of itself how often', () => {
  const judged = languages.flatMap((language) => labelled('evaluation', `matter.${language}.txt`).map(([label, text = '']) => ({ label, ...matterOf(text) }))).filter(({ matter }) => matter !== null);
  const told = judged.reduce((sum, { confidence }) => sum + confidence, 0) / judged.length;
  const right = judged.filter(({ label, matter }) => label === matter).length / judged.length;
  expect(Math.abs(told - right)).toBeLessThan(0.08);
  const rightOf = (from: number, to: number) => {
    const some = judged.filter(({ confidence }) => confidence >= from && confidence < to);
    return some.filter(({ label, matter }) => label === matter).length / some.length;
  };
  expect(rightOf(0.9, 1)).toBeGreaterThan(0.95);
  expect(rightOf(0.9, 1)).toBeGreaterThan(rightOf(0.5, 0.75));
});

it('is mostly right of a matter where it is sure, also on messages that nobody had in mind', () => {
  const sure = languages.flatMap((language) => labelled('unseen', `matter.${language}.txt`).map(([label, text = '']) => ({ label, ...matterOf(text) }))).filter(({ confidence }) => confidence >= 0.85);
  expect(sure.length).toBeGreaterThan(25);
  expect(sure.filter(({ label, matter }) => label === matter).length / sure.length).toBeGreaterThan(0.85);
});
