import { inChannel, MORE, SAMPLES, scopeParameters, type Keeping, type Sample } from './keeping';

const AT_ONCE = 1000;

interface Rows {
  table: string;
  /** Which rows `r` are old enough. */
  from: string;
  /** What a person recognises one by, and since when it lies there. */
  named: string; at: string;
  /** What has to be done before rows go, to `few` (ids of them). */
  first?: readonly string[];
  key: string;
}

/** Rows that nothing holds: they go by themselves. */
const ofRows = ({ table, from, named, at, key, first = [] }: Rows): Keeping => ({
  async trial(tx, scope) {
    const [sum] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`, scopeParameters(scope));
    const samples = await tx.query<Sample>(`SELECT ${key}::text AS id, ${named} AS label, ${at} AS at FROM ${from} ORDER BY ${at} LIMIT ${SAMPLES}`, scopeParameters(scope));
    return { gone: sum?.n ?? 0, held: 0, counts: { [table]: sum?.n ?? 0 }, countedOf: null, samples, heldSamples: [] };
  },
  async take(tx, scope) {
    const few = (await tx.query<{ place: string }>(`SELECT r.ctid::text AS place FROM ${from} LIMIT ${AT_ONCE} FOR UPDATE OF r SKIP LOCKED`, scopeParameters(scope))).map(({ place }) => place);
    for (const sql of first) await tx.execute(sql, [few]);
    const gone = few.length === 0 ? 0 : await tx.execute(`DELETE FROM ${table} WHERE ctid = ANY($1::tid[])`, [few]);
    return { gone, held: 0, counts: { [table]: gone }, next: few.length < AT_ONCE ? undefined : MORE };
  },
});

/** What was read, and what nobody could read. What waits to be read is not old, however long it waits. */
export const oldDeliveries = ofRows({
  table: 'deliveries', from: `deliveries r WHERE r.workspace_id = $1 AND r.state <> 'received' AND r.received_at < $2 AND ${inChannel('r.channel_id')}`, key: 'r.id', at: 'r.received_at',
  named: `coalesce((SELECT ch.name FROM channels ch WHERE ch.id = r.channel_id), '') || ', ' || r.state`,
  first: ['DELETE FROM lookups WHERE delivery_id IN (SELECT id FROM deliveries WHERE ctid = ANY($1::tid[]))'],
});

/** Of one's own, and those that several write together. */
export const oldDrafts: Keeping = both(
  ofRows({ table: 'drafts', from: `drafts r JOIN conversations c ON c.id = r.conversation_id WHERE r.workspace_id = $1 AND r.updated_at < $2 AND ${inChannel('c.channel_id')}`, key: 'r.conversation_id', at: 'r.updated_at', named: `'#' || c.number` }),
  ofRows({
    table: 'shared_drafts', from: `shared_drafts r JOIN conversations c ON c.id = r.conversation_id WHERE r.workspace_id = $1 AND r.updated_at < $2 AND ${inChannel('c.channel_id')}`, key: 'r.conversation_id', at: 'r.updated_at', named: `'#' || c.number`,
    first: [`UPDATE conversations c SET shared_draft = NULL, version = c.version + 1 FROM shared_drafts d WHERE d.ctid = ANY($1::tid[]) AND d.state = 'open' AND c.id = d.conversation_id`],
  }),
);

export const oldSearches = ofRows({ table: 'help_misses', from: 'help_misses r WHERE r.workspace_id = $1 AND r.last_at < $2 AND $3::uuid IS NULL AND $4::uuid[] IS NOT NULL', key: 'r.last_at', at: 'r.last_at', named: 'r.words' });

function both(one: Keeping, other: Keeping): Keeping {
  return {
    async trial(tx, scope) {
      const [a, b] = [await one.trial(tx, scope), await other.trial(tx, scope)];
      return { gone: a.gone + b.gone, held: 0, counts: { ...a.counts, ...b.counts }, countedOf: null, samples: [...a.samples, ...b.samples].sort((x, y) => x.at.getTime() - y.at.getTime()).slice(0, SAMPLES), heldSamples: [] };
    },
    async take(tx, scope, after, erasedKey) {
      const [a, b] = [await one.take(tx, scope, after, erasedKey), await other.take(tx, scope, after, erasedKey)];
      return { gone: a.gone + b.gone, held: 0, counts: { ...a.counts, ...b.counts }, next: a.next ?? b.next };
    },
  };
}
