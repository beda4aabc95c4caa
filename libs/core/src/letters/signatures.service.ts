import { Injectable } from '@nestjs/common';
import type { Signature, SignatureInput } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { letterText } from '../messages/letter-text';
import { sanitizeLetter } from '../messages/sanitize';
import { fillSignature, type SignatureFacts } from './fill-signature';

interface SignatureRow { id: string; channel_id: string | null; en: string; pl: string }

/** What stands below every letter: one of the workspace, and of channels that have their own. */
@Injectable()
export class Signatures {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor): Promise<Signature[]> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.query<SignatureRow>(`SELECT id, channel_id, en, pl FROM signatures ORDER BY channel_id NULLS FIRST`, []));
    return rows.map((row) => ({ channelId: row.channel_id, en: row.en, pl: row.pl }));
  }

  /** An empty one of a channel is one too: its letters carry none. */
  async put(actor: MemberActor, input: SignatureInput): Promise<Signature> {
    const said = { channelId: input.channelId, en: clean(input.en), pl: clean(input.pl) };
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (said.channelId !== null && (await tx.query(`SELECT 1 FROM channels WHERE id = $1`, [said.channelId])).length === 0) throw notFound('channel');
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO signatures (id, workspace_id, channel_id, en, pl) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, channel_id) DO UPDATE SET en = excluded.en, pl = excluded.pl, updated_at = now() RETURNING id`,
        [newId(), actor.workspaceId, said.channelId, said.en, said.pl],
      );
      await record(tx, [{ type: 'signature.changed', actor: actorOf(actor), subjectId: row?.id as string, data: { channelId: said.channelId } }, directoryChanged(actor, 'signatures', row?.id as string)]);
      return said;
    });
  }

  /** The channel has no own signature any more: the workspace's counts again. */
  async remove(actor: MemberActor, channelId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query(`SELECT 1 FROM channels WHERE id = $1`, [channelId])).length === 0) throw notFound('channel');
      const [row] = await tx.query<{ id: string }>(`WITH gone AS (DELETE FROM signatures WHERE channel_id = $1 RETURNING id) SELECT id FROM gone`, [channelId]);
      if (row === undefined) return;
      await record(tx, [{ type: 'signature.removed', actor: actorOf(actor), subjectId: row.id, data: { channelId } }, directoryChanged(actor, 'signatures', row.id)]);
    });
  }
}

/** An editor that was emptied leaves a paragraph behind. */
function clean(html: string): string {
  const safe = sanitizeLetter(html);
  return letterText(safe).trim() === '' ? '' : safe;
}

/** As it goes below a letter over that channel: the channel's own, else the workspace's; in the customer's language, else in the one that there is. */
export async function signatureFor(tx: Tx, channelId: string, language: string | null, facts: Omit<SignatureFacts, 'channel'>): Promise<{ text: string; html: string } | undefined> {
  const [row] = await tx.query<SignatureRow & { channel_name: string; locale: string }>(
    `SELECT s.id, s.channel_id, s.en, s.pl, c.name AS channel_name, w.locale FROM channels c JOIN workspaces w ON w.id = c.workspace_id
     JOIN signatures s ON s.workspace_id = c.workspace_id AND (s.channel_id = c.id OR s.channel_id IS NULL) WHERE c.id = $1 ORDER BY s.channel_id NULLS LAST LIMIT 1`,
    [channelId],
  );
  if (row === undefined) return undefined;
  const polish = (language ?? row.locale).toLowerCase().startsWith('pl');
  const html = fillSignature(polish ? row.pl || row.en : row.en || row.pl, { ...facts, channel: row.channel_name });
  return html === '' ? undefined : { html, text: letterText(html) };
}
