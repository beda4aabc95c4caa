import { quoteIntroduction } from '@kontuar/contract';
import type { Outbound } from '../../contract';
import { cleanLine } from '../parse/clean-text';
import { escapeHtml, parseHtml, serialiseHtml } from '../parse/html-tree';

type Quote = NonNullable<Outbound['quote']>;

/** The answered mail below the answer, introduced as mail programs do it, so that they fold it. */
const maxQuoteChars = 60_000;

const introduction = (quote: Quote, language: string | undefined): string => quoteIntroduction({ ...quote, author: cleanLine(quote.author, 200) }, language);

export function quoteText(quote: Quote, language: string | undefined): string {
  const lines = quote.text.slice(0, maxQuoteChars).replace(/\r\n?/g, '\n').replace(/\s+$/, '').split('\n');
  return [introduction(quote, language), ...lines.map((line) => (line === '' ? '>' : line.startsWith('>') ? `>${line}` : `> ${line}`))].join('\n');
}

export function quoteHtml(quote: Quote, language: string | undefined): string {
  const body = quote.html === undefined ? escapeHtml(quote.text.slice(0, maxQuoteChars).replace(/\r\n?/g, '\n')).replace(/\n/g, '<br>\n') : balanced(quote.html);
  return `<div class="kontuar_quote"><br><div>${escapeHtml(introduction(quote, language))}</div>\n<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">\n${body}\n</blockquote></div>`;
}

/** An end tag too many would let the quote out of its blockquote. */
function balanced(html: string): string {
  return serialiseHtml(parseHtml(html.slice(0, maxQuoteChars * 4)), () => true);
}
