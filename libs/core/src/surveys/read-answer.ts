import type { SurveyKind, SurveyScale } from '@kontuar/contract';
import { isBareThanks } from '../ingest/thanks';

export type ReadAnswer = { kind: 'answer'; score: number; text: string } | { kind: 'stop' };

/** Longer than this is a letter, whatever number it begins with. */
const MAX_WORDS = 600;
const spelled: Readonly<Record<string, number>> = {
  jeden: 1, jedynka: 1, one: 1, dwa: 2, dwójka: 2, two: 2, trzy: 3, trójka: 3, three: 3, cztery: 4, czwórka: 4, four: 4, pięć: 5, piec: 5, piątka: 5, piatka: 5, five: 5,
};
const faces: Readonly<Record<string, number>> = {
  '😡': 1, '🤬': 1, '😠': 1, '👎': 1, '😢': 1, '😭': 1, '🙁': 2, '☹': 2, '😞': 2, '😕': 2, '😟': 2, '😐': 3, '😑': 3, '🙂': 4, '😊': 5, '😀': 5, '😃': 5, '😄': 5, '😁': 5, '😍': 5, '🥰': 5, '🤩': 5, '❤': 5, '👍': 5,
};
const yes = /^(?:tak|yes|yeah|yep|jasne|oczywiście|👍|✅)/iu;
const no = /^(?:nie|no|nope|👎|❌)/iu;
const allWell = /^(?:wszystko (?:jest )?(?:ok|okej|dobrze|działa|gra|w porządku)|(?:everything|all|it) ?(?:is|['’]s)? ?(?:still )?(?:fine|good|ok|okay|works|working))[\s.!)]*$/iu;
const stop = /^(?:stop|koniec|wypisz(?:cie)? mnie|(?:proszę )?(?:mnie )?(?:więcej )?nie pyta(?:j(?:cie)?|ć)(?: mnie)?(?: więcej)?|nie chcę (?:takich|tych|więcej) (?:ankiet|pytań)|no more(?: questions| surveys| of these)?(?: please)?|(?:please )?(?:don['’]?t ask|stop asking)(?: me)?(?: again| anymore)?|unsubscribe)[\s.!]*$/iu;
const request = /(?<!\p{L})(?:please|poproszę|proszę o|poprosimy|prosimy o)(?!\p{L})/iu;
const introduced = /^(?:(?:moja )?ocena|oceniam(?: na)?|daję|daje|(?:my )?rating|(?:my )?score|i(?:['’]d| would)? give(?: you)?)\s*[:=–-]?\s*/iu;
const ofFive = /^\s*(?:\/\s*5|(?:na|z|of|out of)\s+5|gwiazd\p{L}*|stars?|punkt\p{L}*|points?|pkt\.?)(?![\p{L}\d])/iu;
const farewell = /^(?:--|—|pozdrawiam|pozdrowienia|z poważaniem|(?:kind|best|warm)? ?regards|best|cheers|sent from|wysłane z)/iu;

/**
 * What somebody answers to a question of ours with a number, a face or a word. Careful: whatever might mean something else ("5 zł?", "3 szt.", "nie działa")
 * is no answer but a message like any other, and somebody reads it.
 */
export function readAnswer(said: string, { kind, scale }: { kind: SurveyKind; scale: SurveyScale }): ReadAnswer | undefined {
  const text = said.normalize('NFC').replace(/[\u200B-\u200D\uFE0E\uFE0F\u20E3]/gu, '').replace(/[\u{1F3FB}-\u{1F3FF}]/gu, '').replace(/\r\n?/g, '\n').trim();
  if (text === '' || text.includes('?') || text.length > MAX_WORDS) return undefined;
  if (stop.test(text)) return { kind: 'stop' };
  // Who asks for something is heard, whatever number stands before it.
  if (request.test(text)) return undefined;
  if (kind === 'fine' && allWell.test(text)) return { kind: 'answer', score: 5, text: '' };
  const found = scale === 'faces' ? onFaces(text) : onYesAndNo(text);
  const words = found === undefined ? undefined : wordsAfter(found.rest);
  return found === undefined || words === undefined ? undefined : { kind: 'answer', score: found.score, text: words };
}

interface Found { score: number; rest: string }

function onFaces(text: string): Found | undefined {
  const stars = /^[⭐★]{1,5}(?![⭐★])/u.exec(text)?.[0];
  if (stars !== undefined) return { score: [...stars].length, rest: text.slice(stars.length) };
  const first = [...text][0] ?? '';
  const face = faces[first];
  // Several of one face are one face, louder.
  if (face !== undefined) return { score: face, rest: text.replace(new RegExp(`^(?:${first})+`, 'u'), '') };
  const bare = text.replace(introduced, '');
  const digit = /^([1-5])(?!\d)/.exec(bare)?.[1];
  if (digit !== undefined) {
    const rest = bare.slice(1);
    // The first point of a list.
    if (digit === '1' && /^[.)]\s*\p{L}/u.test(rest)) return undefined;
    return { score: Number(digit), rest: rest.replace(ofFive, '') };
  }
  const word = /^\p{L}+/u.exec(bare)?.[0].toLowerCase() ?? '';
  const score = spelled[word];
  return score === undefined ? undefined : { score, rest: bare.slice(word.length).replace(ofFive, '') };
}

function onYesAndNo(text: string): Found | undefined {
  const answer = yes.exec(text)?.[0] ?? no.exec(text)?.[0];
  return answer === undefined ? undefined : { score: yes.test(text) ? 5 : 1, rest: text.slice(answer.length) };
}

/** Undefined: what follows belongs to the number or word itself, so that it was no answer. */
function wordsAfter(rest: string): string | undefined {
  if (rest.trim() === '') return '';
  if (isBareThanks(rest.replace(/^[\s,.;:!)–—-]+/u, ''))) return '';
  // A reason follows: what is counted has none.
  if (/^ (?:bo|ponieważ|gdyż|ale|lecz|because|but|since)(?!\p{L})/iu.test(rest) && !/\d{3}/u.test(rest)) return beforeFarewell(rest);
  const parted = /^(?:[ \t]*\n|[ \t]*[,;:!).]+(?!\d)|[ \t]*[–—][ \t]*|[ \t]+-[ \t]+|[ \t]*\p{Extended_Pictographic}+)/u.exec(rest)?.[0];
  if (parted === undefined) return undefined;
  const words = beforeFarewell(rest.slice(parted.length));
  // An order, a phone, a price: somebody has to look.
  return /\d{3}|\d\s*(?:zł|pln|eur|€|\$)/iu.test(words) || /^\d/.test(words) ? undefined : words;
}

function beforeFarewell(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => farewell.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').replace(/^[\s,.;:!)–—-]+/u, '').trim();
}
