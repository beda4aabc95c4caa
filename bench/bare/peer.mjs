// The most used open-source inbox as far as its reading goes, rebuilt from what is known of its shape (not its code), over the very rows of the product's database:
// conversations in the order of their last activity, pages by OFFSET, three COUNTs, and for each row of a page what it shows. Search looks at three months, by
// trigrams. Only those of its indexes are made that such reading can use.
import { withClient } from '../support/servers.mjs';

const PAGE = 25;
const HITS = 15;

export function fillPeer(url) {
  return withClient(url, async (client) => {
    await client.query(`SET maintenance_work_mem = '512MB'; SET synchronous_commit = off; CREATE SCHEMA peer; CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    const number = (table, from, columns, order) => client.query(`CREATE TABLE peer.${table} AS SELECT row_number() OVER (ORDER BY ${order})::bigint AS id, 1::bigint AS account_id, ${columns} FROM ${from}`);
    await number('users', 'memberships m JOIN users u ON u.id = m.user_id', 'u.name, u.email, m.id AS origin', 'm.id');
    await number('inboxes', 'channels', 'name, id AS origin', 'id');
    await number('contacts', 'contacts', `name, NULL::text AS email, created_at, id AS origin`, 'id');
    await client.query(`CREATE TABLE peer.conversations AS SELECT c.number::bigint AS id, 1::bigint AS account_id, i.id AS inbox_id, CASE c.state WHEN 'open' THEN 0 WHEN 'resolved' THEN 1 WHEN 'pending' THEN 2 ELSE 3 END AS status, u.id AS assignee_id, p.id AS contact_id,
      NULL::bigint AS team_id, c.number AS display_id, c.last_message_at AS last_activity_at, c.created_at + interval '5 minutes' AS agent_last_seen_at, c.created_at, c.id AS origin
      FROM conversations c JOIN peer.inboxes i ON i.origin = c.channel_id JOIN peer.contacts p ON p.origin = c.contact_id LEFT JOIN peer.users u ON u.origin = c.assignee_id`);
    await client.query(`CREATE TABLE peer.messages AS SELECT row_number() OVER (ORDER BY m.created_at)::bigint AS id, 1::bigint AS account_id, c.inbox_id, c.id AS conversation_id, CASE m.direction WHEN 'in' THEN 0 ELSE 1 END AS message_type, false AS private,
      m.text AS content, 0 AS content_type, 'Contact'::text AS sender_type, c.contact_id AS sender_id, m.external_id AS source_id, m.created_at FROM messages m JOIN peer.conversations c ON c.origin = m.conversation_id`);
    for (const table of ['users', 'inboxes', 'contacts', 'conversations', 'messages']) await client.query(`ALTER TABLE peer.${table} ADD PRIMARY KEY (id)`);
    await client.query(`
      CREATE UNIQUE INDEX ON peer.conversations (account_id, display_id);
      CREATE INDEX ON peer.conversations (account_id, inbox_id, status, assignee_id);
      CREATE INDEX ON peer.conversations (assignee_id, account_id);
      CREATE INDEX ON peer.conversations (status, account_id);
      CREATE INDEX ON peer.messages (conversation_id, account_id, message_type, created_at);
      CREATE INDEX ON peer.messages (account_id, created_at);
      CREATE INDEX ON peer.messages (created_at);
      CREATE INDEX ON peer.messages USING gin (content gin_trgm_ops)`);
    await client.query('VACUUM ANALYZE peer.users, peer.inboxes, peer.contacts, peer.conversations, peer.messages');
  });
}

/** Statements are prepared, as its database layer does it. */
const ask = (client) => async (name, text, values) => (await client.query({ name: `peer ${name}`, text, values })).rows;

const OPEN = 'c.account_id = 1 AND c.inbox_id = ANY($1) AND c.status = 0';

/** A whole page: three counts, the list, and what each of its rows asks for. `assignee`: "mine". */
export async function peerPage(client, { inboxes, assignee, page = 1 }) {
  const rows = ask(client);
  await rows('mine', `SELECT count(*) FROM peer.conversations c WHERE ${OPEN} AND c.assignee_id = $2`, [inboxes, assignee ?? 1]);
  await rows('unassigned', `SELECT count(*) FROM peer.conversations c WHERE ${OPEN} AND c.assignee_id IS NULL`, [inboxes]);
  await rows('all', `SELECT count(*) FROM peer.conversations c WHERE ${OPEN}`, [inboxes]);
  const list = assignee === undefined
    ? await rows('list', `SELECT c.* FROM peer.conversations c WHERE ${OPEN} ORDER BY c.last_activity_at DESC LIMIT ${PAGE} OFFSET $2`, [inboxes, (page - 1) * PAGE])
    : await rows('list mine', `SELECT c.* FROM peer.conversations c WHERE ${OPEN} AND c.assignee_id = $2 ORDER BY c.last_activity_at DESC LIMIT ${PAGE} OFFSET $3`, [inboxes, assignee, (page - 1) * PAGE]);
  for (const row of list) {
    await rows('unread', 'SELECT count(*) FROM peer.messages m WHERE m.conversation_id = $1 AND m.account_id = 1 AND m.message_type = 0 AND m.created_at > $2', [row.id, row.agent_last_seen_at]);
    await rows('last', 'SELECT m.* FROM peer.messages m WHERE m.conversation_id = $1 AND m.account_id = 1 AND m.message_type <> 2 ORDER BY m.created_at DESC LIMIT 1', [row.id]);
    await rows('last incoming', 'SELECT m.created_at FROM peer.messages m WHERE m.conversation_id = $1 AND m.account_id = 1 AND m.message_type = 0 ORDER BY m.created_at DESC LIMIT 1', [row.id]);
    await rows('contact', 'SELECT p.* FROM peer.contacts p WHERE p.id = $1', [row.contact_id]);
    if (row.assignee_id !== null) await rows('assignee', 'SELECT u.* FROM peer.users u WHERE u.id = $1', [row.assignee_id]);
  }
  return list.length;
}

/** All words, each anywhere in the text, in the last three months; what its values are decides the plan. */
export async function peerSearch(client, { inboxes, words }) {
  const like = words.map((word) => `m.content ILIKE '%${word.replaceAll(/[%_\\']/g, '')}%'`).join(' AND ');
  const { rows } = await client.query(`SELECT m.*, c.display_id, p.name FROM peer.messages m JOIN peer.conversations c ON c.id = m.conversation_id JOIN peer.contacts p ON p.id = c.contact_id
    WHERE m.account_id = 1 AND m.inbox_id = ANY($1) AND m.created_at >= now() - interval '3 months' AND ${like} ORDER BY m.created_at DESC LIMIT ${HITS}`, [inboxes]);
  return rows.length;
}
