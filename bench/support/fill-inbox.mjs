// An inbox with a history, written by the database itself: few conversations are long, most are short, a fifth is being worked on.
import { withClient } from './servers.mjs';

/** Ten messages in the shortest conversation, twenty on average, more than two thousand in the longest of 50 000. */
const LENGTH = `least(2000, ceil(10 * sqrt($2::float / n)))::int`;

const TEXT = `'where is the parcel of order ' || m.n * 7 % 99991 || ' with the oak table and lamp ' || seq || ', it was promised for Monday'`;

/** `owners` are the members to whom it is given, evenly. @returns ids of a conversation of 20 messages and of the longest. */
export function fillInbox(url, { workspaceId, channels, members }, conversations, { length = LENGTH, owners = members, text = TEXT, before } = {}) {
  return withClient(url, async (client) => {
    // Foreign keys hold by construction, and the counters are summed at the end.
    await client.query(`SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off`);
    if (before !== undefined) {
      await client.query(before.sql, before.values);
      await client.query(before.then);
    }
    const { rows: indexes } = await client.query(`SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'messages' AND indexname NOT IN (SELECT conname FROM pg_constraint)`);
    for (const { indexname } of indexes) await client.query(`DROP INDEX ${indexname}`);

    await client.query(`CREATE TEMP TABLE made AS SELECT n, uuidv7() AS id, uuidv7() AS contact_id, uuidv7() AS identity_id, ${length} AS length, random() AS fate, random() AS owner, now() - random() * interval '300 days' AS at,
      ($3::uuid[])[1 + floor(power(random(), 2) * $4)::int] AS channel_id FROM generate_series(1, $1::int) n`, [conversations, conversations, channels.map((one) => one.id), channels.length]);
    await client.query(`INSERT INTO contacts (id, workspace_id, name) SELECT contact_id, $1, 'Customer ' || n FROM made`, [workspaceId]);
    await client.query(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) SELECT identity_id, $1, contact_id, 'telegram', n::text FROM made`, [workspaceId]);
    await client.query(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, assignee_id, last_seq, last_said_seq, last_inbound_seq, last_message_at, created_at, waiting_since, snoozed_until, preview_text, preview_author)
       SELECT id, $1, n, channel_id, contact_id, identity_id, state, CASE WHEN owner < 0.7 THEN ($2::uuid[])[1 + floor(owner / 0.7 * $3)::int] END, length, length, length,
         CASE WHEN state = 'resolved' THEN at ELSE now() - fate * interval '20 days' END, at, CASE WHEN state = 'open' AND owner > 0.4 THEN now() - fate * interval '20 days' END, CASE WHEN state = 'snoozed' THEN now() + interval '3 days' END, 'where is my parcel ' || n, 'Customer ' || n
       FROM (SELECT *, CASE WHEN fate < 0.17 THEN 'open' WHEN fate < 0.2 THEN 'pending' WHEN fate < 0.22 THEN 'snoozed' ELSE 'resolved' END AS state FROM made) m`,
      [workspaceId, owners.map((one) => one.id), owners.length],
    );
    await client.query('UPDATE workspace_numbers SET last_number = $2 WHERE workspace_id = $1', [workspaceId, conversations]);
    await client.query(
      `INSERT INTO messages (id, workspace_id, channel_id, conversation_id, seq, kind, direction, status, author_kind, author_id, author_name, text, external_id, at, created_at)
       SELECT uuidv7(), $1, m.channel_id, m.id, seq, 'message', CASE WHEN seq % 2 = 1 THEN 'in' ELSE 'out' END, CASE WHEN seq % 2 = 1 THEN 'received' ELSE 'sent' END, CASE WHEN seq % 2 = 1 THEN 'contact' ELSE 'member' END, m.identity_id, 'Customer ' || m.n,
         ${text}, m.n || ':' || seq, m.at + seq * interval '1 minute', m.at + seq * interval '1 minute'
       FROM made m, generate_series(1, m.length) seq`,
      [workspaceId],
    );
    for (const { indexdef } of indexes) await client.query(indexdef);
    await client.query(`INSERT INTO conversation_counts (workspace_id, channel_id, team_id, assignee_id, state, waiting, delta) SELECT workspace_id, channel_id, team_id, assignee_id, state, waiting_since IS NOT NULL, count(*) FROM conversations GROUP BY 1, 2, 3, 4, 5, 6`);
    await client.query(`INSERT INTO conversation_totals (workspace_id, channel_id, team_id, assigned, state, waiting, delta) SELECT workspace_id, channel_id, team_id, assignee_id IS NOT NULL, state, waiting_since IS NOT NULL, count(*) FROM conversations GROUP BY 1, 2, 3, 4, 5, 6`);
    await client.query('VACUUM ANALYZE');
    const { rows: [short] } = await client.query('SELECT id FROM made WHERE length = 20 LIMIT 1');
    const { rows: [long] } = await client.query('SELECT id FROM made ORDER BY length DESC LIMIT 1');
    return { short: short?.id, long: long.id };
  });
}
