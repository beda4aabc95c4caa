import type { Tx } from '@kontuar/platform';
import { notFound } from '../errors';

const gap = '\n\n';

/** The chosen messages as whoever reads mail knows quotes. Without the customer's address: only what is needed goes out of the house. */
export async function quoteOf(tx: Tx, conversationId: string, ids: readonly string[]): Promise<string | null> {
  if (ids.length === 0) return null;
  const rows = await tx.query<{ text: string; author_name: string; at: Date }>(
    `SELECT text, author_name, at FROM messages WHERE conversation_id = $1 AND id = ANY($2::uuid[]) AND kind = 'message' AND deleted_at IS NULL ORDER BY seq`, [conversationId, ids]);
  if (rows.length < new Set(ids).size) throw notFound('message');
  return rows.map(({ text, author_name: author, at }) => `${author}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC:\n${text.slice(0, 20_000).split('\n').map((line) => `> ${line}`).join('\n')}`).join(gap);
}

/** The same for who reads with a look: words alone, whatever look the customer gave them. */
export function quoteAsHtml(quoted: string): string {
  const parts: string[] = [];
  let inside = false;
  for (const line of quoted.split('\n')) {
    const isQuoted = line.startsWith('>');
    if (isQuoted !== inside) parts.push(isQuoted ? '<blockquote style="margin:0 0 8px;padding-left:12px;border-left:2px solid #b9b9b9">' : '</blockquote>');
    inside = isQuoted;
    if (isQuoted || line !== '') parts.push(`<div>${escape(isQuoted ? line.replace(/^> ?/, '') : line) || '<br>'}</div>`);
  }
  return `<div><br></div>${parts.join('')}${inside ? '</blockquote>' : ''}`;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
