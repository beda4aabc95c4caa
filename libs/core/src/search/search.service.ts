import { Injectable } from '@nestjs/common';
import type { ContactView, ConversationView, SearchHit, SearchQuery, SearchResult } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { contactViews, visibleContacts } from '../contacts/contact.view';
import { likeText } from '../contacts/contacts.service';
import { findConversationViews } from '../conversations/conversations.queries';
import { writeCursor } from '../cursor';
import { instantKey, readKey, uuidKey } from '../paging';
import { readQuery } from './query-words';

/** What was said lately is what people look for: the whole history is read only when these did not fill the page. */
const WINDOWS_DAYS = [7, 92, undefined] as const;
/** Hits that are fetched at once, before rights are applied. */
const BATCH = 200;
const CONTACTS = 8;

// Marks around a match that no message can hold: they are taken out of the text first.
const [START, STOP] = ['\u0002', '\u0003'];

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
      const contacts = first ? await findContacts(tx, actor, query.q) : [];
      const numbered = first ? await findByNumber(tx, this.secrets, actor, query.q) : [];
      const words = await toTsQuery(tx, query.q);
      const found = words === undefined ? [] : await findMessages(tx, actor, words, first ? undefined : { at, id }, query.limit + 1);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        contacts,
        hits: [...numbered, ...(words === undefined ? [] : await toHits(tx, this.secrets, shown, words))],
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

/** '#1234' or '1234' is the number of a conversation, too. */
async function findByNumber(tx: Tx, secrets: Secrets, actor: MemberActor, q: string): Promise<SearchHit[]> {
  const number = /^#?(\d{1,9})$/.exec(q.trim())?.[1];
  if (number === undefined) return [];
  const parameters: unknown[] = [actor.workspaceId, Number(number)];
  const rows = await tx.query<{ id: string }>(`SELECT c.id FROM conversations c WHERE c.workspace_id = $1 AND c.number = $2 AND ${visibleConversations(actor, parameters)}`, parameters);
  const views = await findConversationViews(tx, secrets, rows.map((row) => row.id));
  return views.map((conversation) => ({ conversation, messageId: null, seq: null, at: conversation.lastMessageAt, excerpt: [{ text: `#${number}`, match: true }] }));
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
  let from = after;
  for (const days of WINDOWS_DAYS) {
    for (let more = true; more && found.length < wanted; ) {
      const parameters: unknown[] = [words, days ?? null, from?.at ?? null, from?.id ?? null, BATCH];
      const rows = await tx.query<Found & { visible: boolean }>(
        `SELECT m.conversation_id, m.seq, m.id, to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact, ${visibleConversations(actor, parameters)} AS visible
         FROM kontuar_find_messages($1::tsquery, CASE WHEN $2::int IS NULL THEN '-infinity'::timestamptz ELSE now() - make_interval(days => $2) END, $3::timestamptz, $4::uuid, $5) m
         JOIN conversations c ON c.id = m.conversation_id ORDER BY m.created_at DESC, m.id DESC`,
        parameters,
      );
      found.push(...rows.filter((row) => row.visible));
      const last = rows.at(-1);
      if (last !== undefined) from = { at: last.exact, id: last.id };
      more = rows.length === BATCH;
    }
    if (found.length >= wanted) break;
  }
  return found.slice(0, wanted);
}

async function toHits(tx: Tx, secrets: Secrets, found: readonly Found[], words: string): Promise<SearchHit[]> {
  if (found.length === 0) return [];
  const conversations = new Map((await findConversationViews(tx, secrets, [...new Set(found.map((hit) => hit.conversation_id))])).map((view) => [view.id, view]));
  const rows = await tx.query<{ id: string; at: Date; excerpt: string }>(
    `SELECT m.id, m.at, ts_headline('kontuar', translate(left(CASE WHEN to_tsvector('kontuar', m.text) @@ $2::tsquery OR m.subject IS NULL THEN m.text ELSE m.subject || ' · ' || m.text END, 20000), $3, ''), $2::tsquery,
       format('StartSel=%s, StopSel=%s, MaxFragments=1, MaxWords=28, MinWords=12, FragmentDelimiter=…', left($3, 1), right($3, 1))) AS excerpt
     FROM messages m WHERE m.id = ANY($1::uuid[])`,
    [found.map((hit) => hit.id), words, `${START}${STOP}`],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap((hit) => {
    const [conversation, row] = [conversations.get(hit.conversation_id), byId.get(hit.id)];
    return conversation === undefined || row === undefined ? [] : [toHit(hit, conversation, row)];
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
