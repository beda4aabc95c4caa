import { Inject, Injectable } from '@nestjs/common';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { LOG, PULSE } from '../tokens';
import { cluesOf, type Clue, type KnownIdentity, type KnownLetter } from './clues';

/** Pulse topic: somebody may have said something of themselves. */
export const CLUES_DUE = 'clues-due';

const EVENTS = 1000;
/** Of those who were there before clues were kept; one transaction each. */
const BACKFILL = 300;
const LETTERS = 5;
const CHARACTERS = 4000;

/**
 * Keeps what is known of each identity in a form that can be compared, so that looking for the same person is a look into an index. Follows the history: what comes in pays nothing
 * for it. How far it came is kept with what it wrote; who was there before is gone through by and by.
 */
@Injectable()
export class ClueKeeper {
  private readonly follower: Follower;

  constructor(database: Database, @Inject(PULSE) pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: CLUES_DUE, lock: 'clues', patient: true, trouble: 'what people say of themselves could not be kept; trying again', behind: workspacesDue, turn: (units, workspaceId) => units.inWorkspaceAgain(workspaceId, (tx) => turn(tx, workspaceId)),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
    `SELECT f.workspace_id FROM feeds f LEFT JOIN clue_positions p ON p.workspace_id = f.workspace_id
     WHERE (p.workspace_id IS NULL OR f.last_seq > p.seq OR p.backfilled_to IS NOT NULL) AND NOT f.workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.workspace_id);
}

async function turn(tx: Tx, workspaceId: string): Promise<boolean> {
  await tx.execute('INSERT INTO clue_positions (workspace_id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [workspaceId]);
  const [position] = await tx.query<{ seq: string; backfilled_to: string | null }>('SELECT seq, backfilled_to FROM clue_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
  if (position === undefined) return false;
  const followed = await touched(tx, workspaceId, position.seq);
  // Many were made at once, without a word about each: who is newer than an hour is gone through again.
  const from = followed.many && position.backfilled_to === null ? hourAgo() : position.backfilled_to;
  const before = from === null ? [] : ids(await tx.query('SELECT id FROM identities WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3', [workspaceId, from, BACKFILL]));
  await keepClues(tx, workspaceId, [...new Set([...followed.identityIds, ...before])]);
  await tx.execute('UPDATE clue_positions SET seq = $2, backfilled_to = $3 WHERE workspace_id = $1', [workspaceId, followed.seq, before.length < BACKFILL ? null : before.at(-1)]);
  return followed.seq !== position.seq || from !== null;
}

/** Whom the next piece of the history is about. */
async function touched(tx: Tx, workspaceId: string, after: string): Promise<{ seq: string; many: boolean; identityIds: string[] }> {
  const rows = await tx.query<{ seq: string; type: string; message_id: string | null; subject_id: string | null; data: { what?: string; otherId?: string } }>(
    nextEvents('seq, type, message_id, subject_id, data', '$2::bigint', EVENTS), [workspaceId, after]);
  const messageIds = rows.flatMap(({ type, message_id: id }) => (id !== null && type.startsWith('message.') ? [id] : []));
  const contactIds = rows.flatMap(({ type, subject_id: id, data }) => (id !== null && (type.startsWith('contact.') || (type === 'directory.changed' && data.what === 'contacts')) ? [id, ...(data.otherId === undefined ? [] : [data.otherId])] : []));
  const identityIds = messageIds.length + contactIds.length === 0 ? [] : ids(await tx.query(
    `SELECT i.id FROM identities i JOIN messages m ON m.author_id = i.id WHERE m.id = ANY($1::uuid[]) AND m.author_kind = 'contact' UNION SELECT i.id FROM identities i WHERE i.contact_id = ANY($2::uuid[])`, [[...new Set(messageIds)], [...new Set(contactIds)]]));
  return { seq: rows.at(-1)?.seq ?? after, many: rows.some(({ type, subject_id: id, data }) => type === 'directory.changed' && data.what === 'contacts' && id === null), identityIds };
}

interface IdentityRow { id: string; scope: string; external_id: string; handle: string | null; name: string | null; phone: string | null; email: string | null; contact_name: string; domains: string[]; letters: { id: string; text: string; quoted: string | null; author: string }[] | null }

async function keepClues(tx: Tx, workspaceId: string, identityIds: readonly string[]): Promise<void> {
  if (identityIds.length === 0) return;
  const [place] = await tx.query<{ country: string }>(`SELECT coalesce((SELECT country FROM case_settings WHERE workspace_id = $1), 'PL') AS country`, [workspaceId]);
  const rows = await tx.query<IdentityRow>(
    `SELECT i.id, i.scope, i.external_id, i.handle, i.name, i.phone, i.email, p.name AS contact_name,
       ARRAY(SELECT unnest(k.domains) FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = i.contact_id) AS domains, l.letters
     FROM identities i JOIN contacts p ON p.id = i.contact_id LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('id', m.id, 'text', m.text, 'quoted', m.quoted, 'author', m.author_name) ORDER BY m.at DESC) AS letters FROM (
         SELECT c.id FROM conversations c WHERE c.contact_id = i.contact_id AND c.identity_id = i.id ORDER BY c.last_message_at DESC LIMIT ${LETTERS}
       ) c CROSS JOIN LATERAL (
         SELECT n.id, right(n.text, ${CHARACTERS}) AS text, left(n.quoted, ${CHARACTERS}) AS quoted, n.author_name, n.at FROM messages n
         WHERE n.conversation_id = c.id AND n.direction = 'in' AND n.author_id = i.id AND n.automatic IS NULL AND n.deleted_at IS NULL ORDER BY n.seq DESC LIMIT 2
       ) m WHERE i.scope = 'email'
     ) l ON true WHERE i.id = ANY($1::uuid[])`, [identityIds]);
  const clues = rows.flatMap((row) => cluesOf(toKnown(row), (row.letters ?? []).map(toLetter), place?.country ?? 'PL').map((clue) => toRow(row.id, clue)));
  await tx.execute(
    `DELETE FROM identity_clues k WHERE k.identity_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS c (identity_id uuid, kind text, value text, source text) WHERE c.identity_id = k.identity_id AND c.kind = k.kind AND c.value = k.value AND c.source = k.source)`,
    [rows.map(({ id }) => id), JSON.stringify(clues)]);
  if (clues.length === 0) return;
  await tx.execute(
    `INSERT INTO identity_clues AS k (workspace_id, identity_id, kind, value, source, words, message_id)
     SELECT $1, identity_id, kind, value, source, words, message_id FROM jsonb_to_recordset($2::jsonb) AS c (identity_id uuid, kind text, value text, source text, words text, message_id uuid)
     ON CONFLICT (identity_id, kind, value, source) DO UPDATE SET words = excluded.words, message_id = excluded.message_id WHERE k.words <> excluded.words OR k.message_id IS DISTINCT FROM excluded.message_id`,
    [workspaceId, JSON.stringify(clues)]);
}

/** Ids begin with the time at which they were made. */
function hourAgo(): string {
  const time = (Date.now() - 3_600_000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

const ids = (rows: readonly object[]): string[] => (rows as { id: string }[]).map(({ id }) => id);
const toKnown = (row: IdentityRow): KnownIdentity => ({ scope: row.scope, externalId: row.external_id, handle: row.handle, name: row.name, phone: row.phone, email: row.email, contactName: row.contact_name, domains: row.domains });
const toLetter = (letter: NonNullable<IdentityRow['letters']>[number]): KnownLetter => ({ messageId: letter.id, text: letter.text, quoted: letter.quoted, authorName: letter.author });
const toRow = (identityId: string, clue: Clue) => ({ identity_id: identityId, kind: clue.kind, value: clue.value, source: clue.source, words: clue.words, message_id: clue.messageId });
