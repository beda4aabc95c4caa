import { z } from 'zod';
import { polish } from '../../apps/web/src/app/words/all.pl';
import { inPolish } from '../../apps/web/src/app/words/polish';
import { allConnectors } from '../../libs/connectors/src/all';
import { folders, gap, type Sentence, sentencesIn, sentencesOf } from './connector-sentences';

const names = new Set(allConnectors.map(({ label }) => label));

/** Whatever a person reads on the form of a connector; what Kontuar keeps for itself is not shown. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null || ('hidden' in schema && schema.hidden === true)) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if ((key === 'title' || key === 'description') && typeof value === 'string') return [value];
    return key === 'labels' && typeof value === 'object' && value !== null ? Object.values(value).map(String) : wordsOf(value);
  });
}

/** What nobody translated; of longer words each sentence for itself, as the screen looks them up. Words that Polish takes as they are, are their own entry; a connector's name may be one without. */
function english(texts: string[]): string[] {
  const sentences = texts.filter((text) => polish[text] === undefined).flatMap((text) => text.split(/(?<=[.!?])\s+/u));
  return sentences.filter((text) => inPolish(text) === text && polish[text] === undefined && !names.has(text) && !/^§?$/.test(text));
}

/** With its gaps filled by what no sentence has, so that only a template with these gaps fits. What stands behind a sentence is one of its own; what hangs on a word is nothing, or an explanation. */
function filled(text: string): string[] {
  const whole = text.replace(/([.!?]) ?\{\}$/u, '$1');
  return (/\p{L}\{\}$/u.test(whole) ? [whole.slice(0, -gap.length), `${whole.slice(0, -gap.length)}: ${gap}`] : [whole]).map((each) => each.replaceAll(gap, '§'));
}

const untranslated = (sentences: Sentence[]): string[] => sentences.flatMap(({ file, text }) => english(filled(text)).map((said) => `${file}: ${said}`));
/** The product's own refusals, and what its api says before anybody is asked. What is said to a language model is read by nobody; what introduces a quote is written to customers, and what heads the columns of a file to whoever asked for it, in their language. What reports count says so in both languages itself. */
const ofTheServer = (): Sentence[] => sentencesIn(['libs/core/src', 'apps/api/src', 'libs/contract/src'], (file) => !file.includes('/migrations/') && !file.includes('/reports/measures/') && !file.endsWith('/assistant/prompt.ts') && !file.endsWith('/letter-words.ts') && !file.endsWith('/export-headings.ts') && !file.endsWith('/report-words.ts') && !file.endsWith('/crisis-file-words.ts'));
const ofConnectors = (): Sentence[] => [...folders.flatMap(sentencesOf), ...sentencesIn(['libs/connectors/src'], (file) => !file.slice('libs/connectors/src/'.length).includes('/'))];

describe('what connectors say, in Polish', () => {
  it.each(allConnectors.map((connector) => ({ id: connector.id, connector })))('$id: its form', ({ connector }) => {
    expect(english(wordsOf(z.toJSONSchema(connector.settings, { io: 'input' })))).toEqual([]);
  });

  it.each(folders)('%s: why it refuses, what its check finds, what it leaves alone', (folder) => {
    expect(untranslated(sentencesOf(folder))).toEqual([]);
  });

  it('what all of them share', () => {
    expect(untranslated(ofConnectors())).toEqual([]);
  });
});

it('says in Polish whatever the product itself may refuse or find out', () => {
  const sentences = ofTheServer();
  expect(sentences.length).toBeGreaterThan(100);
  expect(untranslated(sentences)).toEqual([]);
});

describe('the words in Polish', () => {
  it('are Polish to their end', () => {
    // A template with a gap where a name belongs would otherwise swallow half of a sentence.
    const texts = [...ofConnectors(), ...ofTheServer()].flatMap(({ text }) => filled(text));
    const halves = texts.filter((text) => inPolish(text) !== text).map((text) => inPolish(text)).filter((words) => /(?<!\p{L})(the|was|were|are|is|of|could|this|that|its|it|has|have|had|not|does)(?!\p{L})/iu.test(words));
    expect(halves).toEqual([]);
  });

  it('keep every gap of a sentence', () => {
    for (const [said, words] of Object.entries(polish)) expect([said, words.split(gap).length]).toEqual([said, said.split(gap).length]);
  });

  it('quote what a platform wrote in its own language', () => {
    const mixed = Object.entries(polish).filter(([said, words]) => /(refused|refuses|deliver|allow|take|failed|answered)[^{]*: \{\}$/u.test(said) && !words.endsWith('„{}”')).map(([said]) => said);
    expect(mixed).toEqual([]);
  });

  it('miss a sentence that nobody has translated', () => {
    expect(english(filled('This platform has thrown the message {} away'))).toEqual(['This platform has thrown the message § away']);
  });
});
