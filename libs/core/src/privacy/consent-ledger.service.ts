import { Injectable } from '@nestjs/common';
import { builtinPurposes, type ConsentSaying, type ConsentPurposeInput, type ConsentPurposePatch, type ConsentPurposeView, type ConsentsOfContact, type ConsentEntry } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { findContact } from '../contacts/find-contact';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { recordConsents, standingsOf } from './consents';

/** More lines than this nobody reads; older ones are in the export of the person. */
const SHOWN = 100;
const MAX_PURPOSES = 40;

/** Who agreed to what: asked and written by members and the API. Inside core, `consents.ts` is asked. */
@Injectable()
export class ConsentLedger {
  constructor(private readonly database: Database) {}

  async of(actor: MemberActor, contactId: string): Promise<ConsentsOfContact> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => consentsOf(tx, await findContact(tx, actor, contactId)));
  }

  async say(actor: MemberActor, contactId: string, input: ConsentSaying): Promise<ConsentsOfContact> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      if (input.at !== undefined && Date.parse(input.at) > Date.now() + 60_000) throw invalid('said-in-future', 'What was said was said before now.', { errors: [{ path: 'at', message: 'What was said was said before now.' }] });
      if (input.messageId !== undefined) await theirMessage(tx, id, input.messageId);
      await recordConsents(tx, actor, [{ contactId: id, purpose: input.purpose, given: input.given, source: input.source, proof: input.proof, messageId: input.messageId, ...(input.at === undefined ? {} : { at: new Date(input.at) }) }]);
      await record(tx, [directoryChanged(actor, 'contacts', id)]);
      return consentsOf(tx, id);
    });
  }

  purposes(actor: MemberActor): Promise<ConsentPurposeView[]> {
    return this.database.lookInWorkspace(actor.workspaceId, purposesOf);
  }

  /** @throws DomainError 'purpose-taken' */
  async addPurpose(actor: MemberActor, input: ConsentPurposeInput): Promise<ConsentPurposeView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const taken = () => conflict('purpose-taken', 'There is a purpose with this key already.');
      const all = await purposesOf(tx);
      if (all.some(({ key, builtin }) => builtin && key === input.key)) throw taken();
      if (all.length >= MAX_PURPOSES) throw conflict('too-many-purposes', `A workspace has at most ${MAX_PURPOSES} purposes of consent.`);
      await orTaken(tx.query('INSERT INTO consent_purposes (workspace_id, key, name) VALUES ($1, $2, $3)', [actor.workspaceId, input.key, JSON.stringify(input.name)]), taken);
      await this.tell(tx, actor, input.key, 'added');
      return { key: input.key, name: input.name, builtin: false, archived: false };
    });
  }

  async changePurpose(actor: MemberActor, key: string, patch: ConsentPurposePatch): Promise<ConsentPurposeView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const changed = await tx.execute(
        'UPDATE consent_purposes SET name = coalesce($2::jsonb, name), archived_at = CASE WHEN $3::boolean IS NULL THEN archived_at WHEN $3 THEN coalesce(archived_at, now()) END WHERE key = $1',
        [key, patch.name === undefined ? null : JSON.stringify(patch.name), patch.archived ?? null]);
      const view = changed === 0 ? undefined : (await purposesOf(tx)).find((purpose) => purpose.key === key);
      if (view === undefined) throw notFound('purpose of consent');
      await this.tell(tx, actor, key, 'changed');
      return view;
    });
  }

  private tell(tx: Tx, actor: MemberActor, key: string, what: string): Promise<void> {
    return record(tx, [{ type: `consent-purpose.${what}`, actor: actorOf(actor), data: { key } }, directoryChanged(actor, 'workspace')]);
  }
}

async function purposesOf(tx: Tx): Promise<ConsentPurposeView[]> {
  const own = await tx.query<{ key: string; name: { en: string; pl: string }; archived: boolean }>('SELECT key, name, archived_at IS NOT NULL AS archived FROM consent_purposes ORDER BY created_at, key');
  return [...builtinPurposes.map(({ key, name }) => ({ key, name, builtin: true, archived: false })), ...own.map((row) => ({ ...row, builtin: false }))];
}

/** Said by themselves, in a conversation of theirs. */
async function theirMessage(tx: Tx, contactId: string, messageId: string): Promise<void> {
  const [row] = await tx.query(`SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = $1 AND c.contact_id = $2 AND m.direction = 'in'`, [messageId, contactId]);
  if (row === undefined) throw notFound('message of this customer');
}

async function consentsOf(tx: Tx, contactId: string): Promise<ConsentsOfContact> {
  const [standings, purposes] = [await standingsOf(tx, contactId), await purposesOf(tx)];
  const rows = await tx.query<{ id: string; purpose: string; given: boolean; source: ConsentEntry['source']; at: Date; recorded_at: Date; proof: ConsentEntry['proof']; message_id: string | null; member_id: string | null }>(
    `WITH RECURSIVE tree AS (SELECT $1::uuid AS id UNION SELECT c.id FROM tree JOIN contacts c ON c.merged_into = tree.id)
     SELECT * FROM (SELECT DISTINCT ON (act_id) act_id AS id, purpose, given, source, at, recorded_at, proof, message_id, member_id FROM consents WHERE contact_id IN (SELECT id FROM tree) ORDER BY act_id) k ORDER BY at DESC, recorded_at DESC LIMIT ${SHOWN}`, [contactId]);
  return {
    standing: purposes.filter(({ key, archived }) => !archived || standings.has(key)).map(({ key }) => {
      const one = standings.get(key);
      return { purpose: key, state: one?.state ?? 'none', since: one?.since?.toISOString() ?? null };
    }),
    history: rows.map((row) => ({ id: row.id, purpose: row.purpose, given: row.given, source: row.source, at: row.at.toISOString(), recordedAt: row.recorded_at.toISOString(), proof: row.proof, messageId: row.message_id, memberId: row.member_id })),
  };
}
