import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, Files, Queues, Secrets, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { directoryChanged } from '../../history/directory';
import { record } from '../../history/history';
import { forgetMatters } from '../../matters/teach';
import { learnMoodsAgain } from '../../moods/lessons';
import { LOG, PULSE } from '../../tokens';
import { personData } from '../person-data';
import { beginAnew, endConversation, handOver, inOrderOfMerges, keepNumbers, takeMessages } from './conversations';
import { findElsewhere, scrubAsides, scrubMessages } from './elsewhere';
import { emptyExports, emptyImports, exportsWith, importsWith, takeDeliveries, takeSearches } from './looked-through';
import { rememberPosts } from './posts';
import { takeRows } from './rows';
import { goneKey, wordHash } from './gone-hash';
import type { ReplayLine } from './replay';
import { ReplayList } from './replay-list';
import { survey, type Survey } from './survey';

const BATCH = 500;
/** One that no worker has moved for so long is taken up by the next. */
const LEFT_SECONDS = 20;

interface Erasure { id: string; workspace_id: string; contact_id: string; contact_ids: string[]; state: string; created_at: Date; counts: Record<string, number> }

/**
 * Erases a person, batch by batch: each is one transaction with the count of what went, so a worker that dies loses nothing and the next goes on where it
 * stood. Whatever finds the person goes last. What a case holds back stays, and goes when it does not any more.
 */
@Injectable()
export class ErasureRunner {
  private readonly key: Buffer;

  constructor(
    private readonly database: Database, private readonly files: Files, private readonly queues: Queues, private readonly list: ReplayList, secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log,
  ) {
    this.key = goneKey(secrets);
  }

  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem((tx) => tx.query<{ id: string; workspaceId: string }>(
      `SELECT id, workspace_id AS "workspaceId" FROM erasures WHERE state = 'running' AND updated_at < now() - interval '${LEFT_SECONDS} seconds' ORDER BY updated_at LIMIT 5`));
  }

  /** What held something back may not any more. */
  async look(id: string): Promise<void> {
    const [row] = await this.database.asSystem((tx) => tx.query<{ workspace_id: string }>(`UPDATE erasures SET state = 'running', look_at = NULL, updated_at = now() WHERE id = $1 AND state = 'held' AND look_at <= now() RETURNING workspace_id`, [id]));
    if (row !== undefined) this.queues.poke('privacy', { kind: 'erasure', workspaceId: row.workspace_id, id });
  }

  /** To its end; safe to call twice, also at once. */
  async run(workspaceId: string, id: string): Promise<void> {
    await this.database.holding(`erasure ${id}`, async () => {
      const erasure = await this.database.lookInWorkspace(workspaceId, async (tx) => (await tx.query<Erasure>('SELECT id, workspace_id, contact_id, contact_ids, state, created_at, counts FROM erasures WHERE id = $1', [id]))[0]);
      if (erasure?.state !== 'running') return;
      try {
        await this.erase(erasure);
      } catch (error) {
        this.log.error({ erasureId: id, ...errorFields(error) }, 'an erasure could not be brought to its end; trying again');
        throw error;
      }
    });
  }

  private async erase(erasure: Erasure): Promise<void> {
    const { workspace_id: workspaceId, id } = erasure;
    const found = await this.database.lookInWorkspace(workspaceId, (tx) => survey(tx, erasure.contact_ids, { before: erasure.created_at }));
    const { goes, shared } = found;
    const away = goes.conversations.filter((one) => !shared.includes(one));
    await this.step(erasure, {}, async (tx) => {
      await tx.execute('UPDATE erasures SET contact_ids = ARRAY(SELECT DISTINCT unnest(contact_ids || $2::uuid[])), identity_hashes = ARRAY(SELECT DISTINCT unnest(identity_hashes || $3::text[])) WHERE id = $1', [id, found.tree, found.words.map((word) => wordHash(this.key, word))]);
      await keepNumbers(tx, workspaceId, away, id);
      await forgetMatters(tx, workspaceId, goes.conversations);
    });
    await this.elsewhere(erasure, found);
    await this.throughWords(erasure, found);
    await this.step(erasure, {}, (tx) => rememberPosts(tx, this.key, workspaceId, { ...goes, conversations: away }));
    for (const holding of personData) {
      if (holding.erased === 'by hand') continue;
      if (holding.erased === 'blank') {
        await this.step(erasure, { [holding.table]: (tx) => takeRows(tx, holding, goes, BATCH) });
        continue;
      }
      // Files and rows of conversations that others go on with are left alone: what was the person's there is gone already.
      await this.untilNone(erasure, holding.table, (tx) => takeRows(tx, holding, { ...goes, conversations: away }, BATCH));
    }
    await this.untilNone(erasure, 'messages', async (tx, count) => {
      const gone = await takeMessages(tx, this.key, workspaceId, away, BATCH);
      count('mood_lessons', gone.corrected);
      return gone.messages;
    });
    for (const one of await this.database.lookInWorkspace(workspaceId, (tx) => inOrderOfMerges(tx, away))) {
      await this.step(erasure, { conversations: async (tx) => ((await endConversation(tx, this.key, workspaceId, one)) ? 1 : 0) });
    }
    await this.person(erasure, found);
    await this.end(erasure, found);
  }

  /** In other people's conversations. */
  private async elsewhere(erasure: Erasure, found: Survey): Promise<void> {
    const ids = await this.database.lookInWorkspace(erasure.workspace_id, (tx) => findElsewhere(tx, found));
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      await this.step(erasure, { elsewhere: async (tx) => { await scrubMessages(tx, this.key, erasure.workspace_id, some, found); return some.length; } });
    }
    await this.step(erasure, {}, async (tx) => {
      await scrubAsides(tx, found.words, found.all);
      for (const one of found.shared) await handOver(tx, one, found.tree);
    });
  }

  private async throughWords(erasure: Erasure, found: Survey): Promise<void> {
    await this.untilNone(erasure, 'deliveries', (tx) => takeDeliveries(tx, found.all, found.words, BATCH));
    await this.step(erasure, { help_misses: (tx) => takeSearches(tx, found.words) });
    const imports = await this.database.lookInWorkspace(erasure.workspace_id, (tx) => importsWith(tx, this.files, found.words));
    const exported = await this.database.lookInWorkspace(erasure.workspace_id, (tx) => exportsWith(tx, this.files, found.words));
    await this.step(erasure, { exports: (tx) => emptyExports(tx, exported.map(({ id }) => id), found.words) });
    for (const { key } of exported) await this.files.remove(key);
    if (imports.length > 0) await this.step(erasure, { imports: async (tx) => emptyImports(tx, imports) });
  }

  private async person(erasure: Erasure, { goes, held, tree }: Survey): Promise<void> {
    await this.step(erasure, {
      identities: (tx) => tx.execute('DELETE FROM identities WHERE id = ANY($1::uuid[])', [goes.identities]),
      contacts: async (tx) => {
        await tx.execute('UPDATE conversations SET home_id = NULL WHERE home_id = ANY($1::uuid[]) AND contact_id <> ALL($1::uuid[])', [tree]);
        if (held.length === 0) {
          await beginAnew(tx, erasure.workspace_id, tree);
          await tx.execute('UPDATE contacts SET merged_into = NULL WHERE merged_into = ANY($1::uuid[])', [tree]);
          return tx.execute('DELETE FROM contacts WHERE id = ANY($1::uuid[])', [tree]);
        }
        // What is held back needs whom it is about, and nothing else of them.
        await tx.execute(`UPDATE contacts SET note = '', company = NULL, attributes = '{}', avatar_key = NULL, avatar_identity_id = NULL, time_zone = NULL, kinds_by_hand = '{}', kinds_by_rule = '{}', kinds_refused = '{}' WHERE id = ANY($1::uuid[])`, [tree]);
        await tx.execute(`UPDATE identities SET avatar_ref = NULL, profile_due_at = NULL WHERE contact_id = ANY($1::uuid[])`, [tree]);
        return 0;
      },
    });
  }

  private async end(erasure: Erasure, { held }: Survey): Promise<void> {
    const { workspace_id: workspaceId, id } = erasure;
    const until = held.flatMap((one) => (one.until === null ? [] : [one.until])).sort()[0] ?? null;
    const state = held.length === 0 ? 'done' : 'held';
    let line: ReplayLine | undefined;
    await this.step(erasure, {}, async (tx) => {
      const [sums] = await tx.query<{ lessons: number | null; list: ReplayLine }>(`SELECT (counts->>'mood_lessons')::int AS lessons, jsonb_build_object('id', id, 'workspaceId', workspace_id, 'at', created_at, 'ground', ground, 'askedOn', asked_on, 'contactIds', contact_ids, 'hashes', identity_hashes) AS list FROM erasures WHERE id = $1`, [id]);
      if ((sums?.lessons ?? 0) > 0) await learnMoodsAgain(tx, workspaceId);
      await tx.execute(`UPDATE erasures SET state = $2, held = $3, held_case_ids = $4, look_at = $5, done_at = CASE WHEN $2 = 'done' THEN now() END WHERE id = $1`, [id, state, JSON.stringify(held), held.map(({ caseId }) => caseId), until]);
      const actor = { kind: 'system' as const, workspaceId };
      await record(tx, [{ type: state === 'done' ? 'erasure.done' : 'erasure.held', subjectId: id, data: { contactId: erasure.contact_id, cases: held.map(({ code }) => code) } }, directoryChanged(actor, 'contacts'), directoryChanged(actor, 'contacts', erasure.contact_id), directoryChanged(actor, 'privacy')], workspaceId);
      line = sums?.list;
    });
    // For backups that were made before: see replay.ts.
    if (line !== undefined) await this.list.add(line);
    await this.sweepFiles();
  }

  /** One transaction of it, with the counts of what went and the sign that somebody is at it. */
  private async step(erasure: Erasure, parts: Record<string, (tx: Tx) => Promise<number>>, more?: (tx: Tx) => Promise<void>): Promise<number> {
    const sum = await this.database.inWorkspace(erasure.workspace_id, async (tx) => {
      const counts: Record<string, number> = {};
      await this.counted(tx, erasure.id, counts, async () => {
        for (const [name, part] of Object.entries(parts)) counts[name] = await part(tx);
        await more?.(tx);
      });
      return Object.values(counts).reduce((all, one) => all + one, 0);
    });
    this.pulse.publish('relay');
    return sum;
  }

  /** Until a batch is not full: all of it was seen then. Waiting for an empty one might never end while the person writes on; what comes in meanwhile goes with its conversation. */
  private async untilNone(erasure: Erasure, name: string, part: (tx: Tx, count: (name: string, n: number) => void) => Promise<number>): Promise<void> {
    for (;;) {
      const gone = await this.database.inWorkspace(erasure.workspace_id, async (tx) => {
        const counts: Record<string, number> = {};
        await this.counted(tx, erasure.id, counts, async () => { counts[name] = await part(tx, (other, n) => { counts[other] = n; }); });
        return counts[name] ?? 0;
      });
      if (gone < BATCH) return;
    }
  }

  private async counted(tx: Tx, id: string, counts: Record<string, number>, work: () => Promise<void>): Promise<void> {
    await tx.execute(`SELECT set_config('kontuar.erasing', 'on', true)`);
    await work();
    await tx.execute(
      `UPDATE erasures SET updated_at = now(), counts = counts || coalesce((SELECT jsonb_object_agg(e.key, coalesce((counts->>e.key)::bigint, 0) + e.value::bigint) FROM jsonb_each_text($2::jsonb) e WHERE e.value::bigint > 0), '{}') WHERE id = $1`,
      [id, JSON.stringify(counts)]);
  }

  /** The bytes of what is gone. A file that something else names still stays. */
  async sweepFiles(): Promise<void> {
    await this.database.asSystem(async (tx) => {
      const keys = (await tx.query<{ key: string }>('SELECT key FROM forgotten_files ORDER BY since LIMIT 500 FOR UPDATE SKIP LOCKED')).map(({ key }) => key);
      if (keys.length === 0) return;
      const named = new Set((await tx.query<{ key: string }>('SELECT file_key AS key FROM attachments WHERE file_key = ANY($1) UNION SELECT thumb_key FROM attachments WHERE thumb_key = ANY($1)', [keys])).map(({ key }) => key));
      for (const key of keys) if (!named.has(key)) await this.files.remove(key);
      await tx.execute('DELETE FROM forgotten_files WHERE key = ANY($1)', [keys]);
    });
  }
}
