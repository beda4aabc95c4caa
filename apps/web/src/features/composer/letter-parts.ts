import { letterText } from '@kontuar/contract/letter-text';
import type { LetterChoices, LetterFoot } from '@kontuar/contract';
import { linesAsHtml } from '../../app/letter/lines-as-html';
import type { Said } from '../../app/letter/area';

export interface Below { signature: LetterFoot['signature']; quote: LetterFoot['quote'] }

/** What will stand below the letter, as its writer and the channel want it. */
export function belowLetter(foot: LetterFoot | undefined, choices: LetterChoices, quoting: 'always' | 'asked'): Below {
  return {
    signature: choices.signature === false ? null : (foot?.signature ?? null),
    quote: (choices.quote ?? quoting === 'always') ? (foot?.quote ?? null) : null,
  };
}

/** The plain half of the mail, as the server writes it. */
export function wholeText(said: Said, { signature, quote }: Below): string {
  const parts = [said.html === null ? said.text : letterText(said.html)];
  if (signature !== null && signature.text !== '') parts.push(`-- \n${signature.text}`);
  if (quote !== null) parts.push([quote.introduction, ...quote.text.trimEnd().split('\n').map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`))].join('\n'));
  return parts.join('\n\n');
}

/** The other half. */
export function wholeHtml(said: Said, { signature, quote }: Below): string {
  const lines = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char).replace(/\n/g, '<br>');
  return [
    said.html ?? `<div>${lines(said.text)}</div>`,
    signature === null ? '' : `<div><br><div>-- </div>${signature.html}</div>`,
    quote === null ? '' : `<div><br><div>${lines(quote.introduction)}</div><blockquote>${quote.html ?? lines(quote.text)}</blockquote></div>`,
  ].join('');
}

/** A quote in the text, to be answered line by line; what is below would say it twice. */
export const quoteInText = (quote: NonNullable<LetterFoot['quote']>): string =>
  `${linesAsHtml(quote.introduction)}<blockquote>${quote.html ?? linesAsHtml(quote.text)}</blockquote>`;
