import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import { contextCard, type ContextView, type ContextViewList } from '@kontuar/contract';
import { Database, outboundHttp, Secrets, type Pulse, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { seesEverything } from '../access/can';
import { findContact } from '../contacts/find-contact';
import { conflict, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { CONFIG, PULSE } from '../tokens';
import { findSource, sealedFor, sourceColumns, type SourceRow } from './context-sources.service';
import { CARD_BYTES, CARD_MS, fetchCard, type Fetched } from './fetch-card';
import { keepPurchases } from './purchases.service';
import { signedHeaders, signedLink } from './signing';
import { asksFor, fill, type Placeholder, type Values } from './template';

interface CardRow { source_id: string; asked: string; card: unknown; etag: string | null; fetched_at: Date | null; fresh_until: Date; trouble: string | null; failing_since: Date | null }
interface Known { rootId: string; values: Values; by: Readonly<Partial<Record<Placeholder, { verified: boolean; homeId: string }>>> }

/** A system that is down is asked again after this, not at every look. */
const AGAIN_SECONDS = 20;

/** What the shop's own systems say of a customer: cached, asked for again when it is time, and never waited for by anything else. */
@Injectable()
export class ContextCards {
  private readonly http: AxiosInstance;
  /** Two who look at the same customer ask once. */
  private readonly asking = new Map<string, Promise<void>>();

  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(CONFIG) config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: CARD_MS, maxBytes: CARD_BYTES });
  }

  /** As it is known now; asks nobody. */
  list(actor: MemberActor, contactId: string): Promise<ContextViewList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const known = await knownOf(tx, await findContact(tx, actor, contactId));
      const sources = (await tx.query<SourceRow>(`SELECT ${sourceColumns} FROM context_sources ORDER BY position, id`)).filter((source) => sees(actor, source));
      const cards = new Map((await tx.query<CardRow>('SELECT * FROM context_cards WHERE contact_id = $1', [known.rootId])).map((card) => [card.source_id, card]));
      return { items: sources.map((source) => toView(source, known, cards.get(source.id))) };
    });
  }

  /** Asks the shop, unless what is known is fresh and nobody insists. @throws not-found for a source that the actor doesn't see */
  async refresh(actor: MemberActor, contactId: string, sourceId: string, { insist }: { insist: boolean }): Promise<ContextView> {
    const look = () => this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const known = await knownOf(tx, await findContact(tx, actor, contactId));
      const source = await findSource(tx, sourceId);
      if (!sees(actor, source)) throw notFound('context source');
      const [card] = await tx.query<CardRow>('SELECT * FROM context_cards WHERE contact_id = $1 AND source_id = $2', [known.rootId, sourceId]);
      return { known, source, card, view: toView(source, known, card) };
    });
    const before = await look();
    const { source, known, card } = before;
    if (source.kind !== 'card' || before.view.missing !== null || (!before.view.stale && !insist)) return before.view;
    const key = `${sourceId} ${known.rootId}`;
    const asking = this.asking.get(key) ?? this.ask(actor, source, known, card).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    await asking;
    return (await look()).view;
  }

  /** The address to send the member to, signed for them and for two minutes. */
  async open(actor: MemberActor, contactId: string, sourceId: string): Promise<string> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const known = await knownOf(tx, await findContact(tx, actor, contactId));
      const source = await findSource(tx, sourceId);
      if (!sees(actor, source) || source.kind !== 'link') throw notFound('context source');
      const filled = fill(source.url, known.values);
      if ('missing' in filled) throw conflict('context-missing', `Nobody knows what {${filled.missing}} of this customer is.`);
      await record(tx, [{ type: 'contact.context-opened', actor: actorOf(actor), subjectId: known.rootId, data: { sourceId } }]);
      return signedLink(filled.url, { contactId: known.rootId, agentId: actor.memberId }, { secret: this.secrets.open(source.secret, sealedFor(actor.workspaceId, sourceId)) });
    });
  }

  private async ask(actor: MemberActor, source: SourceRow, known: Known, before: CardRow | undefined): Promise<void> {
    const filled = fill(source.url, known.values);
    if ('missing' in filled) return;
    const secret = this.secrets.open(source.secret, sealedFor(actor.workspaceId, source.id));
    const etag = before?.asked === filled.url && before.card !== null ? before.etag : null;
    // Outside of any transaction: a shop that takes its time holds nothing up.
    const fetched = await fetchCard(this.http, filled.url, signedHeaders(filled.url, { contactId: known.rootId, agentId: actor.memberId }, { secret }), etag);
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // Removed or changed meanwhile: what came back is of no use.
      const [still] = await tx.query<{ url: string }>('SELECT url FROM context_sources WHERE id = $1 FOR SHARE', [source.id]);
      const [person] = await tx.query('SELECT 1 FROM contacts WHERE id = $1 AND merged_into IS NULL FOR KEY SHARE', [known.rootId]);
      if (still?.url !== source.url || person === undefined) return;
      await keepCard(tx, actor.workspaceId, source.id, known.rootId, filled.url, fetched);
      const about = asksFor(source.url).map((word) => known.by[word]).find((by) => by !== undefined);
      // Whose address nobody vouched for may be somebody else's: what it leads to is shown with that said, and counted for nobody.
      if (fetched.kind === 'card' && (about === undefined || about.verified)) await keepPurchases(tx, { kind: 'system', workspaceId: actor.workspaceId }, { contactId: about?.homeId ?? known.rootId, orders: fetched.card.orders, sourceId: source.id });
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    });
  }
}

/** Who leads sees everything; others what is for everybody or for a team of theirs. */
const sees = (actor: MemberActor, source: SourceRow): boolean => source.team_ids.length === 0 || seesEverything(actor.role) || source.team_ids.some((id) => actor.teamIds.includes(id));

async function keepCard(tx: Tx, workspaceId: string, sourceId: string, contactId: string, asked: string, fetched: Fetched): Promise<void> {
  const failed = fetched.kind === 'trouble' ? fetched.trouble : null;
  await tx.execute(
    `INSERT INTO context_cards AS k (workspace_id, source_id, contact_id, asked, card, etag, fetched_at, fresh_until, trouble, failing_since)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $8::text IS NULL THEN now() END, now() + $7 * interval '1 second', $8, CASE WHEN $8 IS NOT NULL THEN now() END)
     ON CONFLICT (source_id, contact_id) DO UPDATE SET asked = excluded.asked, fresh_until = excluded.fresh_until, trouble = excluded.trouble,
       -- Of another address nothing is kept: it may be another customer. What was read stands while the shop cannot be asked.
       card = CASE WHEN $9 = 'same' OR ($8 IS NOT NULL AND k.asked = excluded.asked) THEN k.card ELSE excluded.card END,
       etag = CASE WHEN $9 = 'same' OR ($8 IS NOT NULL AND k.asked = excluded.asked) THEN k.etag ELSE excluded.etag END,
       fetched_at = CASE WHEN $8 IS NULL THEN now() WHEN k.asked = excluded.asked THEN k.fetched_at END,
       failing_since = CASE WHEN $8 IS NOT NULL THEN coalesce(k.failing_since, now()) END`,
    [workspaceId, sourceId, contactId, asked, fetched.kind === 'card' ? JSON.stringify(fetched.card) : null, fetched.kind === 'card' ? fetched.etag : null, 'seconds' in fetched ? fetched.seconds : fetched.kind === 'unknown' ? 120 : AGAIN_SECONDS, failed, fetched.kind]);
  await tx.execute('UPDATE context_sources SET trouble = $2, failing_since = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END WHERE id = $1 AND trouble IS DISTINCT FROM $2', [sourceId, failed]);
}

/**
 * What is vouched for: by a platform, by the mail that comes from there, by a member who typed it, by a system of the shop's own through the API; not by a visitor who says so.
 * What is known of a person for an address: of several addresses the one that somebody vouched for, then the one that was there last.
 */
async function knownOf(tx: Tx, rootId: string): Promise<Known> {
  const identities = await tx.query<{ scope: string; external_id: string; phone: string | null; email: string | null; verified: boolean; home: string }>(
    `SELECT scope, external_id, phone, email, verified OR scope IN ('email', 'phone') OR scope LIKE 'api:%' AS verified, coalesce(home_id, contact_id) AS home FROM identities WHERE contact_id = $1 AND NOT blocked ORDER BY verified OR scope IN ('email', 'phone') OR scope LIKE 'api:%' DESC, (scope = 'email') DESC, last_seen_at DESC NULLS LAST, created_at, id`, [rootId]);
  const [person] = await tx.query<{ name: string; locale: string }>('SELECT p.name, coalesce(p.language, w.locale) AS locale FROM contacts p JOIN workspaces w ON w.id = p.workspace_id WHERE p.id = $1', [rootId]);
  const first = (read: (identity: (typeof identities)[number]) => string | null) => identities.map((identity) => ({ identity, value: read(identity) })).find(({ value }) => value !== null && value !== '');
  const found = {
    email: first(({ scope, external_id: address, email }) => email ?? (scope === 'email' ? address : null)),
    phone: first(({ scope, external_id: number, phone }) => phone ?? (scope === 'phone' ? number : null)),
    // An id of the shop's own: from its pages, or from its own system by the API.
    externalId: first(({ scope, external_id: own, verified }) => (verified && (scope === 'chat' || scope.startsWith('api:')) ? own : null)),
  };
  const values: Record<string, string> = { contactId: rootId, ...(person === undefined ? {} : { name: person.name, locale: person.locale }) };
  const by: Record<string, { verified: boolean; homeId: string }> = {};
  for (const [word, one] of Object.entries(found)) {
    if (one?.value == null) continue;
    values[word] = one.value;
    by[word] = { verified: one.identity.verified, homeId: one.identity.home };
  }
  return { rootId, values, by };
}

function toView(source: SourceRow, known: Known, row: CardRow | undefined): ContextView {
  const filled = fill(source.url, known.values);
  const word = asksFor(source.url).find((each) => known.by[each] !== undefined);
  const mine = 'url' in filled && row?.asked === filled.url ? row : undefined;
  const card = mine === undefined || mine.card === null ? null : (contextCard.safeParse(mine.card).data ?? null);
  return {
    sourceId: source.id, kind: source.kind, name: source.name, missing: 'missing' in filled ? filled.missing : null,
    by: word === undefined ? null : { value: known.values[word] ?? '', verified: known.by[word]?.verified === true },
    card, fetchedAt: mine?.fetched_at?.toISOString() ?? null, stale: source.kind === 'card' && (mine === undefined || mine.fresh_until <= new Date()),
    trouble: mine?.trouble ?? null, failingSince: mine?.failing_since?.toISOString() ?? null,
  };
}
