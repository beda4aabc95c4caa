import type { MoodView } from '@kontuar/contract';

/** A public comment, with all that rules may ask about it. */
export interface CommentFacts {
  id: string; conversationId: string; channelId: string; text: string; at: Date;
  authorId: string | null; postId: string | null; postKind: string | null;
  language: string | null; mood: MoodView['label'] | null;
  /** When we heard of the author first; how often they wrote before; how many of that were hidden or deleted. */
  knownSince: Date | null; /** When their account was made, where the platform tells. */ accountSince: Date | null; wroteBefore: number; hiddenBefore: number;
  /** How often the same was said in the hours before, this one counted. */
  repeated(hours: number, from: 'anyone' | 'author'): number;
}

const links = /(?:https?:\/\/|www\.)[^\s<>"']+|(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}-]{1,63}\s?(?:\.|\[\.\]|\(\.\)|\s+(?:dot|kropka)\s+)\s?){1,4}(?:com|net|org|info|biz|io|me|co|ai|app|dev|xyz|shop|store|online|site|top|club|live|link|click|vip|pro|ly|gg|tv|tk|ru|ua|pl|eu|de|cz|sk|uk|fr|it|es|nl|lt)(?![\p{L}\p{N}-])(?:\/[^\s<>"']*)?/giu;
const LONGEST = 10_000;

/** Addresses in a text, also those that are spelt to be read by people alone ("shop [.] xyz"), with the host that they lead to. */
export function linksIn(text: string): { said: string; host: string }[] {
  return [...text.slice(0, LONGEST).matchAll(links)].flatMap(([match]) => {
    const said = withoutEnd(match);
    const bare = said.replace(/\[\.\]|\(\.\)|\s+(?:dot|kropka)\s+/giu, '.').replace(/\s/g, '').replace(/^[a-z]+:\/\//i, '').toLowerCase();
    // What stands before an @ is a name, not the place that a link leads to.
    const host = (bare.split(/[/?#]/)[0] ?? '').split('@').at(-1)?.replace(/:\d+$/, '').replace(/^www\./, '').replace(/\.+$/, '') ?? '';
    // "dobre.pl" is an address; a sentence that ends without a space ("super.Polecam") is none, as its end is no domain.
    return host.includes('.') ? [{ said, host }] : [];
  });
}

/** Without the marks of the sentence in which it stands: "see shop.pl, and …" leads to shop.pl. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?)]}”’»…'.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}

const numbers = /(?<![\p{L}\p{N}])(?:\+|00)?\(?\d(?:[\s().\-/\u00a0]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu;

/** Telephone numbers: with their country's code, or nine digits as Poles write them. No dates, prices, account or order numbers. */
export function phonesIn(text: string): string[] {
  return [...text.slice(0, LONGEST).matchAll(numbers)].flatMap(([said]) => {
    const digits = said.replace(/\D/g, '');
    const international = /^(\+|00)/.test(said) && digits.length >= 8;
    const grouped = /^\(?\d{2,3}\)?[\s.\-/\u00a0]+\d{2,3}[\s.\-/\u00a0]+\d{2,3}(?:[\s.\-/\u00a0]+\d{2,3})?$/.test(said);
    const isDate = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/.test(said);
    const national = digits.length === 9 && !digits.startsWith('0') && (grouped || /^\d{9}$/.test(said)) && !isDate;
    const coded = /^48[4-9]\d{8}$/.test(digits);
    return international || national || coded ? [said] : [];
  });
}

/** Emoji, emoticons, punctuation, and nothing that is said. */
export const isEmojiOnly = (text: string): boolean => {
  const bare = text.trim();
  return /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(bare) && !/[\p{L}\p{N}]/u.test(bare.replace(/[\u20e3\d#*]\ufe0f?\u20e3/gu, ''));
};

export function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.length >= 12 && letters.filter((letter) => letter !== letter.toLowerCase()).length / letters.length >= 0.8;
}
