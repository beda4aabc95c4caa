import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import type { AssistantDraft, AssistantOffer, AssistantPatch, AssistantSettings, AssistantSummary, AssistantUse, Role, TranslateInput, Translation, Verb } from '@kontuar/contract';
import { Database, newId, outboundHttp, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import { conflict, DomainError, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { CONFIG } from '../tokens';
import { maskOf, type Mask } from './mask';
import { complete, unusable } from './model';
import { plainText, promptOf, readAnswer, type Said } from './prompt';

interface Row { enabled: boolean; base_url: string; model: string; sealed_key: string | null; uses: AssistantUse[]; roles: Role[]; calls_per_day: number; tokens_per_day: number; mask_names: boolean }
const off: Row = { enabled: false, base_url: '', model: '', sealed_key: null, uses: [], roles: [], calls_per_day: 500, tokens_per_day: 1_000_000, mask_names: true };
const toSettings = (row: Row): AssistantSettings => ({ enabled: row.enabled, baseUrl: row.base_url, model: row.model, uses: row.uses, roles: row.roles, callsPerDay: row.calls_per_day, tokensPerDay: row.tokens_per_day, maskNames: row.mask_names, hasKey: row.sealed_key !== null });
const sealedFor = (workspaceId: string): string => `assistant:${workspaceId}`;

/** How much of a conversation is read: the latest messages, and of each the beginning. */
const MESSAGES = 40;
const LETTERS = 2000;
/** Held back from the day's tokens until the answer says how many it was. */
const EXPECTED_TOKENS = 2000;
const TIMEOUT_MS = 45_000;

interface Asked { conversationId: string; use: AssistantUse; verb: Verb; signal: AbortSignal }
interface Thread { said: (Said & { id: string; seq: number })[]; mask: Mask; ours: string; language: string }

/** A language model that a workspace may connect: off by default, asked by a person, never acting by itself. */
@Injectable()
export class Assistant implements OnModuleDestroy {
  private readonly http: AxiosInstance;
  private readonly stopping = new AbortController();

  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: TIMEOUT_MS, wholeMs: 2 * TIMEOUT_MS, maxBytes: 1024 * 1024 });
  }

  /** A service that takes its time would hold the end of the process up. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async settings(actor: MemberActor): Promise<AssistantSettings> {
    return toSettings(await this.database.inWorkspace(actor.workspaceId, (tx) => rowOf(tx)));
  }

  async offer(actor: MemberActor): Promise<AssistantOffer> {
    const row = await this.database.lookInWorkspace(actor.workspaceId, (tx) => rowOf(tx));
    return { uses: row.enabled && row.roles.includes(actor.role) ? row.uses.filter((use) => can(actor, use === 'draft' ? 'conversation.reply' : 'conversation.read')) : [] };
  }

  async change(actor: MemberActor, { key, ...patch }: AssistantPatch): Promise<AssistantSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('INSERT INTO assistant_settings (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING', [actor.workspaceId]);
      await tx.query('SELECT 1 FROM assistant_settings WHERE workspace_id = $1 FOR UPDATE', [actor.workspaceId]);
      const before = await rowOf(tx);
      const next = { ...toSettings(before), ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      if (next.baseUrl !== '' || next.enabled) this.checkAddress(next.baseUrl);
      if (next.enabled && next.model === '') throw invalid('assistant-incomplete', 'Name the model.', { errors: [{ path: 'model', message: 'Name the model.' }] });
      // A key goes to the service that it was given for, and to no other.
      const kept = next.baseUrl === before.base_url ? before.sealed_key : null;
      const sealed = key === undefined ? kept : key === null ? null : this.secrets.seal(key, sealedFor(actor.workspaceId));
      await tx.execute(
        'UPDATE assistant_settings SET enabled = $2, base_url = $3, model = $4, sealed_key = $5, uses = $6, roles = $7, calls_per_day = $8, tokens_per_day = $9, mask_names = $10 WHERE workspace_id = $1',
        [actor.workspaceId, next.enabled, next.baseUrl, next.model, sealed, [...new Set(next.uses)], [...new Set(next.roles)], next.callsPerDay, next.tokensPerDay, next.maskNames],
      );
      await record(tx, [{ type: 'assistant.changed', actor: actorOf(actor), subjectId: actor.workspaceId, data: { fields: [...Object.keys(patch), ...(key === undefined ? [] : ['key'])], enabled: next.enabled, uses: next.uses } }, directoryChanged(actor, 'assistant')]);
      return toSettings(await rowOf(tx));
    });
  }

  async translate(actor: MemberActor, conversationId: string, { messageId, text, to }: TranslateInput, signal: AbortSignal): Promise<Translation> {
    return this.ask(actor, { conversationId, use: 'translate', verb: 'conversation.read', signal }, async (tx, thread) => {
      const original = text ?? (await textOf(tx, conversationId, messageId ?? ''));
      return {
        data: { to, text: thread.mask.hide(original) },
        read: (content, model) => {
          const answer = readAnswer('translate', content);
          const words = answer === undefined ? '' : plainText(thread.mask.show(answer.text), original);
          if (words === '') throw unusable();
          return { text: words, model };
        },
      };
    });
  }

  async summarise(actor: MemberActor, conversationId: string, to: string, signal: AbortSignal): Promise<AssistantSummary> {
    return this.ask(actor, { conversationId, use: 'summary', verb: 'conversation.read', signal }, (_, thread) => Promise.resolve({
      data: { to, messages: thread.said.map(({ n, from, text }) => ({ n, from, text })) },
      read: (content, model) => {
        // What says nowhere where it is from, is not from here.
        const sentences = (readAnswer('summary', content)?.sentences ?? []).map((each) => ({ text: plainText(thread.mask.show(each.text), thread.ours), sources: sourcesOf(thread, each.sources) })).filter((each) => each.text !== '' && each.sources.length > 0);
        if (sentences.length === 0) throw unusable();
        return { sentences, model };
      },
    }));
  }

  async draft(actor: MemberActor, conversationId: string, signal: AbortSignal): Promise<AssistantDraft> {
    return this.ask(actor, { conversationId, use: 'draft', verb: 'conversation.reply', signal }, (_, thread) => Promise.resolve({
      data: { to: thread.language, messages: thread.said.map(({ n, from, text }) => ({ n, from, text })) },
      read: (content, model) => {
        const answer = readAnswer('draft', content);
        const words = answer === undefined ? '' : plainText(thread.mask.show(answer.text), thread.ours);
        if (answer === undefined || words === '') throw unusable();
        return { text: words, sources: sourcesOf(thread, answer.sources), model };
      },
    }));
  }

  /** Reads, asks outside of any transaction, and writes both into the log: who, for what, of which conversation, how much; never the words. */
  private async ask<T>(actor: MemberActor, { conversationId, use, verb, signal }: Asked, prepare: (tx: Tx, thread: Thread) => Promise<{ data: object; read: (content: string, model: string) => T }>): Promise<T> {
    const id = newId();
    const { row, data, read } = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const conversation = await this.conversations.allow(tx, actor, conversationId, verb);
      const found = await rowOf(tx);
      if (!found.enabled || !found.uses.includes(use) || !found.roles.includes(actor.role)) throw conflict('assistant-off', 'There is no assistant for this.');
      const made = await prepare(tx, await threadOf(tx, conversationId, conversation.contact_id, found.mask_names));
      await reserve(tx, actor.workspaceId, id, found);
      await record(tx, [{ type: 'assistant.asked', actor: actorOf(actor), conversationId, subjectId: id, data: { use, model: found.model, masked: found.mask_names } }]);
      return { row: found, ...made };
    });
    const endpoint = { baseUrl: row.base_url, model: row.model, key: row.sealed_key === null ? undefined : this.secrets.open(row.sealed_key, sealedFor(actor.workspaceId)) };
    const done = (outcome: string, tokens: number) => this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('UPDATE assistant_calls SET tokens = $2 WHERE id = $1', [id, tokens]);
      await record(tx, [{ type: 'assistant.answered', actor: actorOf(actor), conversationId, subjectId: id, data: { use, model: row.model, outcome, tokens } }]);
    });
    let tokens = 0;
    try {
      this.checkAddress(row.base_url);
      const completion = await complete(this.http, endpoint, promptOf(use, data), AbortSignal.any([signal, this.stopping.signal]));
      tokens = completion.tokens;
      const answer = read(completion.content, row.model);
      await done('ok', tokens);
      return answer;
    } catch (error) {
      await done(signal.aborted ? 'left' : error instanceof DomainError ? error.code : 'error', tokens);
      throw error;
    }
  }

  /** @throws DomainError 'assistant-address' */
  private checkAddress(baseUrl: string): void {
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
    const safe = url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && this.config.allowPrivateHosts)) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    const message = 'Write the https address of the service, without a password or a question mark in it.';
    if (!safe) throw invalid('assistant-address', message, { errors: [{ path: 'baseUrl', message }] });
  }
}

async function rowOf(tx: Tx): Promise<Row> {
  const [row] = await tx.query<Row>('SELECT enabled, base_url, model, sealed_key, uses, roles, calls_per_day, tokens_per_day, mask_names FROM assistant_settings WHERE workspace_id = kontuar_workspace()');
  return row ?? off;
}

/** Counted before it is asked, one after another: many at once do not slip through. @throws DomainError 'assistant-limit' */
async function reserve(tx: Tx, workspaceId: string, id: string, row: Row): Promise<void> {
  await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('assistant:' || $1, 0))`, [workspaceId]);
  const [sum] = await tx.query<{ calls: number; tokens: number }>(`SELECT count(*)::int AS calls, coalesce(sum(tokens), 0)::float8 AS tokens FROM assistant_calls WHERE workspace_id = $1 AND at > now() - interval '1 day'`, [workspaceId]);
  if ((sum?.calls ?? 0) >= row.calls_per_day || (sum?.tokens ?? 0) >= row.tokens_per_day) throw new DomainError('throttled', 'assistant-limit', 'The assistant has done all that your workspace allows for a day.', { retryAfterSeconds: 3600 });
  await tx.execute('INSERT INTO assistant_calls (id, workspace_id, tokens) VALUES ($1, $2, $3)', [id, workspaceId, EXPECTED_TOKENS]);
}

/** What was said, the latest; notes for colleagues never leave the house. */
async function threadOf(tx: Tx, conversationId: string, contactId: string, masked: boolean): Promise<Thread> {
  const rows = await tx.query<{ id: string; seq: number; direction: 'in' | 'out'; text: string; author_name: string }>(
    `SELECT id, seq, direction, left(text, ${LETTERS}) AS text, author_name FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction IN ('in', 'out') AND deleted_at IS NULL AND text <> '' ORDER BY seq DESC LIMIT ${MESSAGES}`,
    [conversationId],
  );
  const [person] = await tx.query<{ name: string; language: string | null }>('SELECT p.name, coalesce(c.language, p.language) AS language FROM contacts p JOIN conversations c ON c.id = $2 WHERE p.id = $1', [contactId, conversationId]);
  rows.reverse();
  const mask: Mask = masked ? maskOf([person?.name ?? '', ...rows.map((row) => row.author_name)]) : { hide: (text) => text, show: (text) => text };
  return {
    said: rows.map((row, at) => ({ n: at + 1, id: row.id, seq: row.seq, from: row.direction === 'in' ? 'customer' : 'us', text: mask.hide(row.text) })),
    mask, ours: rows.filter((row) => row.direction === 'out').map((row) => row.text).join('\n'), language: person?.language ?? 'en',
  };
}

async function textOf(tx: Tx, conversationId: string, messageId: string): Promise<string> {
  const [row] = await tx.query<{ text: string }>(`SELECT left(text, 8000) AS text FROM messages WHERE id = $1 AND conversation_id = $2 AND kind = 'message' AND deleted_at IS NULL AND text <> ''`, [messageId, conversationId]);
  if (row === undefined) throw notFound('message');
  return row.text;
}

const sourcesOf = (thread: Thread, numbers: readonly number[]): { messageId: string; seq: number }[] =>
  thread.said.filter(({ n }) => numbers.includes(n)).map(({ id, seq }) => ({ messageId: id, seq }));
