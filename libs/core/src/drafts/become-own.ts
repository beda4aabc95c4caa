import { htmlOfNodes, nodesOfText } from '@kontuar/contract/letter-nodes';
import type { Tx } from '@kontuar/platform';
import type { DraftContent } from './draft-document';

type Words = Pick<DraftContent, 'text' | 'html'>;

export interface BecomesOwn {
  workspaceId: string; conversationId: string; memberId: string; content: DraftContent; attachmentIds: readonly string[]; sinceSeq: number;
  /** Whether it stands above what they were writing for themselves, and counts as what they do now. */
  first: boolean;
}

/** The words of a shared draft, with their look, as a member's own draft; what they were writing here themselves stays. */
export async function becomeOwn(tx: Tx, { workspaceId, conversationId, memberId, content, attachmentIds, sinceSeq, first }: BecomesOwn): Promise<void> {
  const [own] = await tx.query<Words & { private: boolean; attachment_ids: string[] }>('SELECT text, html, private, attachment_ids FROM drafts WHERE conversation_id = $1 AND member_id = $2 FOR UPDATE', [conversationId, memberId]);
  // An internal note never becomes part of an answer; it is still in the browser in which it is written.
  const mine = own === undefined || (first && own.private) ? { text: '', html: null } : own;
  const isNote = !first && own?.private === true;
  const { text, html } = first ? joined(content, mine) : joined(mine, content);
  const files = [...new Set(first ? [...attachmentIds, ...(own?.attachment_ids ?? [])] : [...(own?.attachment_ids ?? []), ...attachmentIds])].slice(0, 20);
  await tx.execute(
    `INSERT INTO drafts (workspace_id, conversation_id, member_id, text, html, letter, private, attachment_ids, cc, since_seq, visibility) VALUES ($1, $2, $3, $4, $5, $6, false, $7, $8, $9, $10)
     ON CONFLICT (conversation_id, member_id) DO UPDATE SET text = excluded.text, html = excluded.html, attachment_ids = excluded.attachment_ids, updated_at = now()
       ${first ? ', letter = excluded.letter, private = false, cc = excluded.cc, since_seq = excluded.since_seq, visibility = excluded.visibility' : ''}`,
    [workspaceId, conversationId, memberId, text.slice(0, 50_000), isNote ? null : html, content.letter === undefined ? null : JSON.stringify(content.letter), files, content.cc, sinceSeq, content.side],
  );
}

/** Where either has a look, both get one. */
function joined(one: Words, other: Words): Words {
  if (one.text.trim() === '' && one.html === null) return other;
  if (other.text.trim() === '' && other.html === null) return one;
  const htmlOf = ({ text, html }: Words): string => html ?? htmlOfNodes(nodesOfText(text));
  return { text: `${one.text}\n\n${other.text}`, html: one.html === null && other.html === null ? null : htmlOf(one) + htmlOfNodes(nodesOfText('')) + htmlOf(other) };
}
