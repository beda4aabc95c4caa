import { Injectable } from '@nestjs/common';
import type { OutboundAttachment } from '@kontuar/connectors/contract';
import { letterText, quoteIntroduction, type LetterFoot, type Signature, type SignatureInput } from '@kontuar/contract';
import { Database, newId, Secrets, type Files, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lastOwnWords } from '../conversations/answers-to';
import { Conversations } from '../conversations/conversations.service';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { toAttachmentView } from '../messages/message.view';
import { sanitizeLetter } from '../messages/sanitize';
import { wayOut } from '../sending/way-out';
import { fillSignature, type SignatureFacts } from './fill-signature';
import { keepPictures, letGoOfPictures, picturesIn, type PictureRow } from './signature-pictures';

interface SignatureRow { id: string; channel_id: string | null; en: string; pl: string }

export interface LetterSignature { text: string; html: string; pictures: PictureRow[] }

/** What stands below every letter: one of the workspace, and of channels that have their own. */
@Injectable()
export class Signatures {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets) {}

  /** What stands below a letter of this member, and the mail that it would quote. */
  async foot(actor: MemberActor, conversationId: string): Promise<LetterFoot> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const way = await wayOut(tx, conversationId, null);
      const [facts] = await tx.query<{ channel_id: string; language: string | null; workspace: string; time_zone: string }>(
        `SELECT h.channel_id, p.language, w.name AS workspace, w.time_zone FROM conversations h JOIN contacts p ON p.id = h.contact_id JOIN workspaces w ON w.id = h.workspace_id WHERE h.id = $1`, [way.threadId]);
      if (facts === undefined) throw notFound('conversation');
      const [quoted] = await tx.query<{ text: string; html: string | null; author_name: string; at: Date }>(`SELECT m.text, m.html, m.author_name, m.at FROM conversations c JOIN conversations w ON w.id = $2 JOIN messages m ON ${lastOwnWords('c', 'w')} WHERE c.id = $1 ORDER BY m.seq DESC LIMIT 1`, [conversationId, way.threadId]);
      return {
        signature: await shownSignature(tx, this.secrets, { channelId: facts.channel_id, language: facts.language }, { agent: actor.name, workspace: facts.workspace }),
        quote: quoted === undefined ? null : { introduction: quoteIntroduction({ author: quoted.author_name, at: quoted.at.toISOString(), timeZone: facts.time_zone }, facts.language ?? undefined), text: quoted.text, html: quoted.html },
      };
    });
  }

  async list(actor: MemberActor): Promise<Signature[]> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<SignatureRow>(`SELECT id, channel_id, en, pl FROM signatures ORDER BY channel_id NULLS FIRST`, []);
      const pictures = await picturesIn(tx, ...rows.flatMap(({ en, pl }) => [en, pl]));
      return rows.map((row) => ({ channelId: row.channel_id, en: row.en, pl: row.pl, pictures: pictures.filter(({ id }) => `${row.en}${row.pl}`.includes(id)).map((picture) => toAttachmentView(picture, this.secrets)) }));
    });
  }

  /** An empty one of a channel is one too: its letters carry none. */
  async put(actor: MemberActor, input: SignatureInput): Promise<Signature> {
    const said = { channelId: input.channelId, en: clean(input.en), pl: clean(input.pl) };
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (said.channelId !== null && (await tx.query(`SELECT 1 FROM channels WHERE id = $1`, [said.channelId])).length === 0) throw notFound('channel');
      await keepPictures(tx, actor, said);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO signatures (id, workspace_id, channel_id, en, pl) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, channel_id) DO UPDATE SET en = excluded.en, pl = excluded.pl, updated_at = now() RETURNING id`,
        [newId(), actor.workspaceId, said.channelId, said.en, said.pl],
      );
      await letGoOfPictures(tx);
      await record(tx, [{ type: 'signature.changed', actor: actorOf(actor), subjectId: row?.id as string, data: { channelId: said.channelId } }, directoryChanged(actor, 'signatures', row?.id as string)]);
      return { ...said, pictures: (await picturesIn(tx, said.en, said.pl)).map((picture) => toAttachmentView(picture, this.secrets)) };
    });
  }

  /** The channel has no own signature any more: the workspace's counts again. */
  async remove(actor: MemberActor, channelId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query(`SELECT 1 FROM channels WHERE id = $1`, [channelId])).length === 0) throw notFound('channel');
      const [row] = await tx.query<{ id: string }>(`WITH gone AS (DELETE FROM signatures WHERE channel_id = $1 RETURNING id) SELECT id FROM gone`, [channelId]);
      if (row === undefined) return;
      await letGoOfPictures(tx);
      await record(tx, [{ type: 'signature.removed', actor: actorOf(actor), subjectId: row.id, data: { channelId } }, directoryChanged(actor, 'signatures', row.id)]);
    });
  }
}

/** An editor that was emptied leaves a paragraph behind. */
function clean(html: string): string {
  const safe = sanitizeLetter(html);
  return letterText(safe).trim() === '' && !safe.includes('<img') ? '' : safe;
}

/** As it goes below a letter over that channel: the channel's own, else the workspace's; in the customer's language, else in the one that there is. */
export async function signatureFor(tx: Tx, channelId: string, language: string | null, facts: Omit<SignatureFacts, 'channel'>): Promise<LetterSignature | undefined> {
  const [row] = await tx.query<SignatureRow & { channel_name: string; locale: string }>(
    `SELECT s.id, s.channel_id, s.en, s.pl, c.name AS channel_name, w.locale FROM channels c JOIN workspaces w ON w.id = c.workspace_id
     JOIN signatures s ON s.workspace_id = c.workspace_id AND (s.channel_id = c.id OR s.channel_id IS NULL) WHERE c.id = $1 ORDER BY s.channel_id NULLS LAST LIMIT 1`,
    [channelId],
  );
  if (row === undefined) return undefined;
  const polish = (language ?? row.locale).toLowerCase().startsWith('pl');
  const html = fillSignature(polish ? row.pl || row.en : row.en || row.pl, { ...facts, channel: row.channel_name });
  return html === '' ? undefined : { html, text: signatureText(html), pictures: await picturesIn(tx, html) };
}

/** Words alone: who reads no HTML has no use for the name of a logo's file. */
const signatureText = (html: string): string => letterText(html.replace(/<img\b[^>]*>/g, ''));

/** Its pictures, as parts of the mail that carries it. */
export const signatureParts = (signature: LetterSignature | undefined, files: Files): OutboundAttachment[] => (signature?.pictures ?? []).flatMap((row) => (row.file_key === null ? [] : [{
  name: row.name, contentType: row.content_type, sizeBytes: Number(row.size_bytes), inline: true, contentId: `${row.id}@kontuar`, open: () => Promise.resolve(files.open(row.file_key as string)),
}]));

/** For the one who is about to write it. */
export async function shownSignature(tx: Tx, secrets: Secrets, { channelId, language }: { channelId: string; language: string | null }, facts: Omit<SignatureFacts, 'channel'>): Promise<LetterFoot['signature']> {
  const signature = await signatureFor(tx, channelId, language, facts);
  return signature === undefined ? null : { text: signature.text, html: signature.html, pictures: signature.pictures.map((row) => toAttachmentView(row, secrets)) };
}
