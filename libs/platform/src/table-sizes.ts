/** Nobody reads all of a table this small for longer than looking it up takes. */
const SMALL = 256;
/** A whole table of up to a thousand rows is read in less time than a batch's statements are planned in. */
const GROWN = 4;
const LOOK_EVERY_MS = 2_000;

export interface TableSize { id: number; rows: string }

/** As the server counts them all the time; asks no table and waits for no lock. */
export const TABLE_SIZES = `SELECT c.oid::int AS id, pg_stat_get_live_tuples(c.oid) AS rows FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND pg_stat_get_live_tuples(c.oid) > ${SMALL}`;

/**
 * When plans that connections keep are to be made anew: one that was made for a small table reads all of it, and would go on doing so while it grows. PostgreSQL itself
 * notices that a minute later, and an import writes a million rows in a minute; made anew all the time, plans cost as much as what they are for.
 */
export class TableSizes {
  private readonly planned = new WeakMap<object, number>();
  private readonly known = new Map<number, number>();
  private growths = 0;
  private lookedAt = -Infinity;

  /** Whether it is time to look; who asks does it. */
  isTime(now = performance.now()): boolean {
    if (now - this.lookedAt < LOOK_EVERY_MS) return false;
    this.lookedAt = now;
    return true;
  }

  /** A table that is four times as large as when plans were made outgrew them. */
  see(sizes: readonly TableSize[]): void {
    let grew = false;
    for (const { id, rows } of sizes) {
      if (Number(rows) < GROWN * (this.known.get(id) ?? SMALL / GROWN)) continue;
      this.known.set(id, Number(rows));
      grew = true;
    }
    if (grew) this.growths += 1;
  }

  /** Whether this connection's plans are older than the last growth. Who asks makes them anew. */
  outgrew(connection: object): boolean {
    if (this.planned.get(connection) === this.growths) return false;
    this.planned.set(connection, this.growths);
    return true;
  }
}

const all = new WeakMap<object, TableSizes>();

/** One for all connections of a pool. */
export function tableSizesOf(pool: object): TableSizes {
  let sizes = all.get(pool);
  if (sizes === undefined) all.set(pool, (sizes = new TableSizes()));
  return sizes;
}
