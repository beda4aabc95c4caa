import { verbForms } from '../forms/verbs';
import { formsOf } from '../jargon/inflect';
import { fold } from '../text/fold';

const split = (endings: string): string[] => endings.split(' ');
const adjective = split('y i a e ego iego ej iej emu iemu ym im ych ich ymi imi ie o');

/** Forms in which a word of either language may stand, folded: as a noun, as an adjective, as a verb. More than there are; what is no word is in no text. */
export function wordForms(word: string): Set<string> {
  const folded = fold(word);
  const nouns = (['pl', 'en'] as const).flatMap((language) => [...formsOf(word, language).values()].flat());
  const [, stem] = /^(.{3,}?)i?[yiae]$/.exec(folded) ?? [];
  const english = folded.length < 4 ? [] : [`${folded}ed`, `${folded}ing`, `${folded.replace(/e$/, '')}ing`, `${folded.replace(/e$/, '')}ed`, `${folded.replace(/e$/, '')}er`, `${folded.replace(/e$/, '')}ers`];
  return new Set([folded, ...nouns.map(fold), ...(stem === undefined ? [] : adjective.map((ending) => stem + ending)), ...(/[cć]$/.test(word) ? verbForms(folded) : []), ...english]);
}
