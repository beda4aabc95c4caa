// When what an experiment wrote past the product has been counted by it.
import { pause } from './machine.mjs';
import { withClient } from './servers.mjs';

const LOOK_EVERY_MS = 100;
/** Longer than whoever counts in its own time rests between two pieces. */
const LOOKS = 25;
/** What a product without work does all day is seen now and then. */
const SEEN_AT_REST = 3;
const MOST_MS = 180_000;

/** What was written past the product is counted into its reports and lists first: that is no part of anybody's day. */
export function untilQuiet(url) {
  return withClient(url, async (client) => {
    const busy = [];
    for (const since = performance.now(); performance.now() - since < MOST_MS; await pause(LOOK_EVERY_MS)) {
      const { rows } = await client.query(`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`);
      busy.push(Number(rows[0].n) > 0);
      if (busy.length >= LOOKS && busy.slice(-LOOKS).filter(Boolean).length <= SEEN_AT_REST) return;
    }
    throw new Error('the product still counts what was written past it');
  });
}
