import { z } from 'zod';
import { polish } from '../../apps/web/src/app/words/all.pl';
import { inPolish } from '../../apps/web/src/app/words/polish';
import { allConnectors } from '../../libs/connectors/src/all';
import { folders, gap, sentencesOf } from './connector-sentences';

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
  return sentences.filter((text) => inPolish(text) === text && polish[text] === undefined && !names.has(text));
}

/** With its gaps filled by what no sentence has, so that only a template with these gaps fits. What stands behind a sentence is one of its own; what hangs on a word is nothing, or an explanation. */
function filled(text: string): string[] {
  const whole = text.replace(/([.!?]) ?\{\}$/u, '$1');
  return (/\p{L}\{\}$/u.test(whole) ? [whole.slice(0, -gap.length), `${whole.slice(0, -gap.length)}: ${gap}`] : [whole]).map((each) => each.replaceAll(gap, '§'));
}

describe('what connectors say, in Polish', () => {
  it.each(allConnectors.map((connector) => ({ id: connector.id, connector })))('$id: its form', ({ connector }) => {
    expect(english(wordsOf(z.toJSONSchema(connector.settings, { io: 'input' })))).toEqual([]);
  });

  it.each(folders)('%s: what its check finds, and why there is no access', (folder) => {
    expect(sentencesOf(folder).flatMap(({ file, text }) => english(filled(text)).map((said) => `${file}: ${said}`))).toEqual([]);
  });

  it('are Polish to their end', () => {
    // A template with a gap where a name belongs would otherwise swallow half of a sentence.
    const texts = folders.flatMap((folder) => sentencesOf(folder).flatMap(({ text }) => filled(text)));
    const halves = texts.filter((text) => inPolish(text) !== text).map((text) => inPolish(text)).filter((words) => /(?<!\p{L})(the|was|were|could|this|that|its|it|has|have|had|not|does)(?!\p{L})/iu.test(words));
    expect(halves).toEqual([]);
  });

  it('keep every gap of a sentence', () => {
    for (const [said, words] of Object.entries(polish)) expect([said, words.split(gap).length]).toEqual([said, said.split(gap).length]);
  });
});
