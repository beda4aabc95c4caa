import { said } from '@kontuar/language';

const greeting = /^(dzień dobry|dobry wieczór|cześć|hej|witam|witajcie|szanown\p{L}+|drodzy|hello|hi|hey|dear|good (morning|afternoon|evening|day))(?!\p{L})(?:\s+(?:państwu|państwo|wszystkim|there|all|everybody))?[\s,.!:–-]*/iu;
const LONGEST = 400;

/** What the customer came with, in a sentence or two: without the greeting, the quotes and the signature. */
export function firstWords(text: string, most = LONGEST): string {
  const sentences = said(text).split(/(?<=[.!?…])\s+|\n+/u).map((sentence) => sentence.replace(/\s+/g, ' ').trim()).filter((sentence) => sentence !== '');
  // Whom it greets says nothing, what it goes on with does: "Hello, where is my parcel?".
  const telling = sentences.flatMap((sentence) => {
    const rest = sentence.replace(greeting, '');
    return rest === sentence ? [sentence] : rest.length < 15 && !rest.endsWith('?') ? [] : [rest.charAt(0).toLocaleUpperCase() + rest.slice(1)];
  });
  let words = '';
  for (const sentence of telling) {
    if (words !== '' && words.length + sentence.length + 1 > most) break;
    words = words === '' ? sentence : `${words} ${sentence}`;
    if (words.length >= most / 2) break;
  }
  return cut(words, most);
}

/** Between words, where there is a place. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const part = text.slice(0, most - 1);
  const space = part.lastIndexOf(' ');
  return `${(space > most / 2 ? part.slice(0, space) : part).replace(/[\s,;:–-]+$/u, '')}…`;
}

const pair = /["“„«»”']([^"“”„«»'\n]{2,40})["“„«»”']\s*(?:[=→:–-]|to po prostu|to|oznacza|czyli|means|is|simply)\s*["“„«»”']([^"“”„«»'\n]{2,60})["“„«»”']/iu;
const quote = /["“„«»”']([^"“”„«»'\n]{2,40})["“„«»”']/u;

/** The trade word of a lesson and what it says plainly, where the lesson says so: “RMA” means “return number”. */
export function wordsIn(text: string): { term?: string; plain?: string } {
  const [, term, plain] = pair.exec(text) ?? [];
  if (term !== undefined && plain !== undefined) return { term: term.trim(), plain: plain.trim() };
  const only = quote.exec(text)?.[1]?.trim() ?? /(?<!\p{L})\p{Lu}{2,8}(?!\p{L})/u.exec(text)?.[0];
  return only === undefined ? {} : { term: only };
}
