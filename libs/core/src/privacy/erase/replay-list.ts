import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, Files, Secrets, type Log } from '@kontuar/platform';
import { LOG } from '../../tokens';
import { goneKey, isKeyed, underKey, wordUnderKey } from './gone-hash';
import { isOurs, readList, REPLAY_LIST, replayErasures, signed, type ReplayLine } from './replay';

const SOME = 500;

/**
 * The list of erasures beside the files: followed as soon as a worker starts, for after a backup of the database was restored nobody thinks of it. Whoever keeps the
 * list elsewhere gives it to the command. What earlier versions kept without a key comes under it here.
 */
@Injectable()
export class ReplayList {
  private readonly key: Buffer;

  constructor(private readonly database: Database, private readonly files: Files, private readonly secrets: Secrets, @Inject(LOG) private readonly log: Log) {
    this.key = goneKey(secrets);
  }

  /** As a line that `follow` takes for ours. */
  line(one: ReplayLine): string {
    return JSON.stringify(signed(this.secrets, one));
  }

  async add(one: ReplayLine): Promise<void> {
    await this.files.note(REPLAY_LIST, this.line(one));
  }

  /** One of the workers, when it starts. */
  async tend(): Promise<void> {
    await this.database.holding('list of erasures', async () => {
      await this.keyHashes();
      const list = await this.files.readNotes(REPLAY_LIST);
      if (list === undefined) return;
      await this.signOld(list);
      const { begun } = await replayErasures(this.database, list, (one) => isOurs(this.secrets, one));
      if (begun > 0) this.log.warn({ begun }, 'people who were erased are back, as after a restore: they are erased again');
    });
  }

  private async keyHashes(): Promise<void> {
    for (;;) {
      const done = await this.database.asSystem(async (tx) => {
        const rows = await tx.query<{ id: string; identity_hashes: string[] }>(`SELECT id, identity_hashes FROM erasures WHERE EXISTS (SELECT 1 FROM unnest(identity_hashes) h WHERE h NOT LIKE 'k1.%') LIMIT ${SOME} FOR UPDATE`);
        for (const row of rows) await tx.execute('UPDATE erasures SET identity_hashes = $2 WHERE id = $1', [row.id, row.identity_hashes.map((hash) => wordUnderKey(this.key, hash))]);
        return rows.length < SOME;
      });
      if (done) break;
    }
    for (;;) {
      const done = await this.database.asSystem(async (tx) => {
        const rows = await tx.query<{ channel_id: string; hash: string }>(`SELECT channel_id, encode(hash, 'hex') AS hash FROM erased_messages WHERE octet_length(hash) = 16 LIMIT ${SOME}`);
        const put = rows.map((row) => ({ channel: row.channel_id, from: row.hash, to: underKey(this.key, Buffer.from(row.hash, 'hex')).toString('hex') }));
        await tx.execute(`DELETE FROM erased_messages e USING jsonb_to_recordset($1::jsonb) AS m (channel uuid, "from" text, "to" text) WHERE e.channel_id = m.channel AND e.hash = decode(m.to, 'hex')`, [JSON.stringify(put)]);
        await tx.execute(`UPDATE erased_messages e SET hash = decode(m.to, 'hex') FROM jsonb_to_recordset($1::jsonb) AS m (channel uuid, "from" text, "to" text) WHERE e.channel_id = m.channel AND e.hash = decode(m.from, 'hex')`, [JSON.stringify(put)]);
        return rows.length < SOME;
      });
      if (done) return;
    }
  }

  /** Lines of earlier versions about erasures that the database knows: those of strangers are for the command alone. */
  private async signOld(list: string): Promise<void> {
    const { entries } = readList(list);
    const old = entries.filter((one) => one.mac === undefined || one.hashes.some((hash) => !isKeyed(hash)));
    if (old.length === 0) return;
    const known = new Set((await this.database.asSystem((tx) => tx.query<{ id: string }>('SELECT id FROM erasures WHERE id = ANY($1::uuid[])', [old.map(({ id }) => id)]))).map(({ id }) => id));
    if (!old.some(({ id }) => known.has(id))) return;
    const next = entries.map((one) => (known.has(one.id) ? this.line({ ...one, hashes: one.hashes.map((hash) => wordUnderKey(this.key, hash)) }) : JSON.stringify(one)));
    await this.files.rewriteNotes(REPLAY_LIST, list, next.map((text) => `${text}\n`).join('')).catch((error: unknown) => { this.log.warn(errorFields(error), 'the list of erasures could not be written anew; trying again with the next start'); });
  }
}
