import { Injectable } from '@nestjs/common';
import type { ContactView, ConversationView, SearchHit, SearchQuery, SearchResult } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { contactViews, visibleContacts } from '../contacts/contact.view';
import { likeText } from '../contacts/like-text';
import { findConversationViews } from '../conversations/conversations.queries';
import { writeCursor } from '../cursor';
import { instantKey, readKey, uuidKey } from '../paging';
import { readQuery } from './query-words';

/** What was said lately is what people look for: the whole history is read only when these did not fill the page. */
const WINDOWS_DAYS = [7, 92, undefined] as const;
/** Hits that are fetched at once, before rights are applied. */
const BATCH = 200;
const CONTACTS = 8;
const ASIDES = 5;

// Marks around a match that no message can hold: they are taken out of the text first.
const [START, STOP] = ['\u0002', '\u0003'];

/** The piece of a text in which the words are, with marks around them. */
const headline = (text: string, words: string, marks: string): string => `ts_headline('kontuar', translate(left(${text}, 20000), ${marks}, ''), ${words}::tsquery,
  format('StartSel=%s, StopSel=%s, MaxFragments=1, MaxWords=28, MinWords=12, FragmentDelimiter=…', left(${marks}, 1), right(${marks}, 1)))`;

interface Found { conversation_id: string; seq: number; id: string; exact: string }
interface Key { at: string; id: string }

@Injectable()
export class Search {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** Contacts with the first page; messages newest first, as many pages as there are. */
  async find(actor: MemberActor, query: SearchQuery): Promise<SearchResult> {
    const [at, id] = readKey(query.cursor, [instantKey, uuidKey]) ?? [];
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const first = at === undefined || id === undefined;
      // What does not need the other's answer travels together.
      const [contacts, named, words] = await Promise.all([first ? findContacts(tx, actor, query.q) : [], first ? findByName(tx, this.secrets, actor, query.q) : [], toTsQuery(tx, query.q)]);
      const [found, asides] = words === undefined ? [[], []] : await Promise.all([findMessages(tx, actor, words, first ? undefined : { at, id }, query.limit + 1), first ? findInAsides(tx, this.secrets, actor, words) : []]);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        contacts,
        hits: [...named, ...asides, ...(words === undefined ? [] : await toHits(tx, this.secrets, shown, words))],
        nextCursor: found.length > query.limit && last !== undefined ? writeCursor([last.exact, last.id]) : null,
      };
    });
  }
}

async function findContacts(tx: Tx, actor: MemberActor, q: string): Promise<ContactView[]> {
  const words = q.replace(/["„”“]/gu, '').trim();
  if (words === '') return [];
  const parameters: unknown[] = [likeText(words), CONTACTS];
  const rows = await tx.query<{ id: string }>(
    `SELECT p.id FROM kontuar_search_contacts($1, 200) WITH ORDINALITY AS found (id, rank) JOIN contacts p ON p.id = found.id WHERE p.merged_into IS NULL AND ${visibleContacts(actor, parameters)} ORDER BY found.rank LIMIT $2`,
    parameters,
  );
  return contactViews(tx, rows.map((row) => row.id));
}

/** By its number, or else by what stands in its fields. */
async function findByName(tx: Tx, secrets: Secrets, actor: MemberActor, q: string): Promise<SearchHit[]> {
  const numbered = await findByNumber(tx, secrets, actor, q);
  return numbered.length > 0 ? numbered : findByFields(tx, secrets, actor, q);
}

/** '#1234' or '1234' is the number of a conversation, too. */
async function findByNumber(tx: Tx, secrets: Secrets, actor: MemberActor, q: string): Promise<SearchHit[]> {
  const number = /^#?(\d{1,9})$/.exec(q.trim())?.[1];
  if (number === undefined) return [];
  const parameters: unknown[] = [actor.workspaceId, Number(number)];
  const rows = await tx.query<{ id: string }>(`SELECT c.id FROM conversations n JOIN conversations c ON c.id = kontuar_goes_on_in(n.id) WHERE n.workspace_id = $1 AND n.number = $2 AND ${visibleConversations(actor, parameters)}`, parameters);
  const views = await findConversationViews(tx, secrets, rows.map((row) => row.id));
  return views.map((conversation) => ({ conversation, messageId: null, seq: null, at: conversation.lastMessageAt, excerpt: [{ text: `#${number}`, match: true }] }));
}

/** What stands in fields of the workspace's own: an order number, a serial number. */
async function findByFields(tx: Tx, secrets: Secrets, actor: MemberActor, q: string): Promise<SearchHit[]> {
  const words = q.trim();
  // Two letters stand in everything.
  if (words.length < 3) return [];
  const parameters: unknown[] = [likeText(words)];
  const rows = await tx.query<{ id: string; value: string }>(
    `SELECT c.id, (SELECT e.value #>> '{}' FROM (SELECT * FROM jsonb_each(c.attributes) UNION ALL SELECT * FROM jsonb_each(p.attributes)) e (key, value)
       WHERE jsonb_typeof(e.value) IN ('string', 'number') AND kontuar_plain(e.value #>> '{}') LIKE '%' || kontuar_plain($1) || '%' LIMIT 1) AS value
     FROM kontuar_search_attributes($1, 50) WITH ORDINALITY AS found (id, rank) JOIN conversations c ON c.id = found.id JOIN contacts p ON p.id = c.contact_id WHERE ${visibleConversations(actor, parameters)} ORDER BY found.rank LIMIT 10`,
    parameters,
  );
  const valueOf = new Map(rows.map((row) => [row.id, row.value]));
  const views = await findConversationViews(tx, secrets, rows.map((row) => row.id));
  return views.map((conversation) => ({ conversation, messageId: null, seq: null, at: conversation.lastMessageAt, excerpt: [{ text: valueOf.get(conversation.id) ?? words, match: true }] }));
}

/** All words, in the words of PostgreSQL; undefined when nothing is left to look for. */
async function toTsQuery(tx: Tx, q: string): Promise<string | undefined> {
  const { phrases, words, beginning } = readQuery(q);
  const [row] = await tx.query<{ query: string; nodes: number }>(
    `SELECT query::text, numnode(query) AS nodes FROM (
       SELECT kontuar_all(ARRAY(SELECT phraseto_tsquery('kontuar', phrase) FROM unnest($1::text[]) AS phrase))
         && plainto_tsquery('kontuar', $2) && CASE WHEN $3::text IS NULL THEN ''::tsquery ELSE to_tsquery('kontuar', $3 || ':*') END AS query
     ) AS made`,
    [phrases, words.join(' '), beginning ?? null],
  );
  return row === undefined || row.nodes === 0 ? undefined : row.query;
}

async function findMessages(tx: Tx, actor: MemberActor, words: string, after: Key | undefined, wanted: number): Promise<Found[]> {
  const found: Found[] = [];
  // Whoever sees everything needs no more than are shown.
  const most = actor.channelIds === 'all' ? wanted : BATCH;
  let from = after;
  for (const days of WINDOWS_DAYS) {
    for (let more = true; more && found.length < wanted; ) {
      const parameters: unknown[] = [words, days ?? null, from?.at ?? null, from?.id ?? null, most];
      const rows = await tx.query<Found & { visible: boolean }>(
        `SELECT m.conversation_id, m.seq, m.id, to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact, ${visibleConversations(actor, parameters)} AS visible
         FROM kontuar_find_messages($1::tsquery, CASE WHEN $2::int IS NULL THEN '-infinity'::timestamptz ELSE now() - make_interval(days => $2) END, $3::timestamptz, $4::uuid, $5) m
         JOIN conversations c ON c.id = m.conversation_id ORDER BY m.created_at DESC, m.id DESC`,
        parameters,
      );
      found.push(...rows.filter((row) => row.visible));
      const last = rows.at(-1);
      if (last !== undefined) from = { at: last.exact, id: last.id };
      more = rows.length === most;
    }
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}

async function toHits(tx: Tx, secrets: Secrets, found: readonly Found[], words: string): Promise<SearchHit[]> {
  if (found.length === 0) return [];
  const [views, rows] = await Promise.all([
    findConversationViews(tx, secrets, [...new Set(found.map((hit) => hit.conversation_id))]),
    tx.query<{ id: string; at: Date; excerpt: string }>(
      `SELECT m.id, m.at, ${headline(`CASE WHEN to_tsvector('kontuar', m.text) @@ $2::tsquery OR m.subject IS NULL THEN m.text ELSE m.subject || ' · ' || m.text END`, '$2', '$3')} AS excerpt
       FROM messages m WHERE m.id = ANY($1::uuid[])`,
      [found.map((hit) => hit.id), words, `${START}${STOP}`],
    ),
  ]);
  const conversations = new Map(views.map((view) => [view.id, view]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap((hit) => {
    const [conversation, row] = [conversations.get(hit.conversation_id), byId.get(hit.id)];
    return conversation === undefined || row === undefined ? [] : [toHit(hit, conversation, row)];
  });
}

/** What was said beside conversations, with the first page: few, so that they never crowd out what customers wrote. */
async function findInAsides(tx: Tx, secrets: Secrets, actor: MemberActor, words: string): Promise<SearchHit[]> {
  const parameters: unknown[] = [words, `${START}${STOP}`, ASIDES, BATCH];
  const rows = await tx.query<{ aside_id: string; conversation_id: string; at: Date; excerpt: string }>(
    `SELECT m.aside_id, a.conversation_id, m.at, ${headline('m.text', '$1', '$2')} AS excerpt
     FROM kontuar_find_asides($1::tsquery, $4) f JOIN aside_messages m ON m.id = f.id JOIN asides a ON a.id = m.aside_id JOIN conversations c ON c.id = a.conversation_id
     WHERE ${visibleConversations(actor, parameters)} ORDER BY m.created_at DESC LIMIT $3`,
    parameters,
  );
  const conversations = new Map((await findConversationViews(tx, secrets, [...new Set(rows.map((row) => row.conversation_id))])).map((view) => [view.id, view]));
  return rows.flatMap((row) => {
    const conversation = conversations.get(row.conversation_id);
    return conversation === undefined ? [] : [{ conversation, messageId: null, seq: null, at: row.at.toISOString(), excerpt: segments(row.excerpt), asideId: row.aside_id }];
  });
}

const toHit = (hit: Found, conversation: ConversationView, row: { at: Date; excerpt: string }): SearchHit => ({
  conversation, messageId: hit.id, seq: hit.seq, at: row.at.toISOString(), excerpt: segments(row.excerpt),
});

function segments(marked: string): SearchHit['excerpt'] {
  return marked
    .split(START)
    .flatMap((part, i) => {
      const [match, rest] = i === 0 ? ['', part] : (part.split(STOP) as [string, string | undefined]);
      return [{ text: match, match: true }, { text: rest ?? '', match: false }];
    })
    .filter((segment) => segment.text !== '');
}
