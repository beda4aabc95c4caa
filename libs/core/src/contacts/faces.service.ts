import { Inject, Injectable } from '@nestjs/common';
import { ConnectorError, type Party } from '@kontuar/connectors/contract';
import { Database, errorFields, FileTooLargeError, Files, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { THUMBNAILER, type Thumbnailer } from '../attachments/media.service';
import { ChannelContexts, type OpenChannel } from '../channels/channel-contexts';
import { lockConversations } from '../conversations/change';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { LOG, PULSE } from '../tokens';

interface Row { id: string; workspace_id: string; contact_id: string; scope: string; external_id: string; handle: string | null; name: string | null; avatar_ref: string | null; profile_channel_id: string; profile_attempts: number }

const MAX_ATTEMPTS = 6;
const MAX_AVATAR_BYTES = 10 * 1024 * 1024;
/** A paused channel asks its platform nothing; what is due waits until it goes on. Of `identities i`. */
const ON_A_CHANNEL_AT_WORK = 'NOT EXISTS (SELECT 1 FROM channels c WHERE c.id = i.profile_channel_id AND c.paused)';

/**
 * Name and picture of people: asked for where a delivery gave only an id, fetched where the platform offers one. Their message is shown meanwhile,
 * and never waits for this.
 */
@Injectable()
export class Faces {
  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly files: Files,
    private readonly queues: Queues,
    @Inject(THUMBNAILER) private readonly thumbnailer: Thumbnailer,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Safe to call at any time, twice: one worker has it for two minutes. */
  async run(identityId: string): Promise<void> {
    const row = await this.claim(identityId);
    if (row === undefined) return;
    try {
      const open = await this.contexts.open(row.profile_channel_id);
      const profile = row.name === null ? await this.ask(open, row) : undefined;
      const ref = profile?.avatarRef ?? row.avatar_ref;
      if (ref !== null && open.connector.download !== undefined) await this.keepPicture(row, await this.fetch(open, ref));
      await this.settle(row, null);
    } catch (error) {
      this.log.warn({ identityId, attempts: row.profile_attempts, ...errorFields(error) }, 'who this is could not be asked');
      const again = row.profile_attempts < MAX_ATTEMPTS && !isFinal(error);
      const seconds = 5 * 3 ** row.profile_attempts;
      await this.settle(row, again ? seconds : null);
      if (again) this.queues.poke('profile', { identityId }, seconds * 1000);
    }
  }

  async sweep(): Promise<string[]> {
    return (await this.database.asSystem((tx) => tx.query<{ id: string }>(`SELECT id FROM identities i WHERE profile_due_at <= now() AND ${ON_A_CHANNEL_AT_WORK} ORDER BY profile_due_at LIMIT 100`))).map((row) => row.id);
  }

  /** Removes pictures that no contact shows any more: of people who were erased, and those that were replaced. */
  async forget(): Promise<void> {
    await this.database.asSystem(async (tx) => {
      const keys = (await tx.query<{ key: string }>('SELECT key FROM forgotten_pictures ORDER BY since LIMIT 200 FOR UPDATE SKIP LOCKED')).map(({ key }) => key);
      if (keys.length === 0) return;
      // Asked with the rows in hand: who lets go of a picture after this waits for us, and puts it back on the list.
      const shown = new Set((await tx.query<{ key: string }>('SELECT avatar_key AS key FROM contacts WHERE avatar_key = ANY($1)', [keys])).map(({ key }) => key));
      // A file that is gone already is no trouble, should this have to be done again.
      for (const key of keys) if (!shown.has(key)) await this.files.remove(key);
      await tx.execute('DELETE FROM forgotten_pictures WHERE key = ANY($1)', [keys]);
    });
  }

  private claim(identityId: string): Promise<Row | undefined> {
    return this.database.asSystem(async (tx) => (await tx.query<Row>(
      `UPDATE identities i SET profile_due_at = now() + interval '2 minutes', profile_attempts = profile_attempts + 1 WHERE id = $1 AND profile_due_at <= now() AND ${ON_A_CHANNEL_AT_WORK}
       RETURNING id, workspace_id, contact_id, scope, external_id, handle, name, avatar_ref, profile_channel_id, profile_attempts`,
      [identityId],
    ))[0]);
  }

  private settle(row: Row, againInSeconds: number | null): Promise<number> {
    return this.database.inWorkspace(row.workspace_id, (tx) => tx.execute(
      `UPDATE identities SET profile_due_at = now() + $2 * interval '1 second', pictured_at = CASE WHEN $2::int IS NULL THEN now() ELSE pictured_at END WHERE id = $1`, [row.id, againInSeconds]));
  }

  private async ask({ connector, ctx }: OpenChannel, row: Row): Promise<Party | undefined> {
    if (connector.profile === undefined) return undefined;
    const profile = await connector.profile(ctx, { id: row.external_id, ...(row.handle === null ? {} : { handle: row.handle }), ...(row.avatar_ref === null ? {} : { avatarRef: row.avatar_ref }) });
    await this.database.inWorkspace(row.workspace_id, (tx) => keepProfile(tx, row, profile));
    this.pulse.publish('relay');
    return profile;
  }

  /** Made small apart from here, as every picture of a stranger. Undefined: there is none, or it is none that can be shown. */
  private async fetch({ connector, ctx }: OpenChannel, ref: string): Promise<string | undefined> {
    try {
      const bytes = await connector.download?.(ctx, ref);
      if (bytes === undefined) return undefined;
      const whole = await this.files.put(bytes, MAX_AVATAR_BYTES);
      const made = await this.thumbnailer.make(this.files.open(whole.key)).finally(() => this.files.remove(whole.key));
      return made === undefined ? undefined : (await this.files.put(made.thumbnail)).key;
    } catch (error) {
      if (isFinal(error)) return undefined;
      throw error;
    }
  }

  /** The first picture of a contact stays until whose it is has another, or took it down. */
  private async keepPicture(row: Row, key: string | undefined): Promise<void> {
    const taken = await this.database.inWorkspace(row.workspace_id, async (tx) => {
      const [contact] = await tx.query<{ id: string }>(
        `UPDATE contacts p SET avatar_key = $2::text, avatar_identity_id = CASE WHEN $2::text IS NULL THEN NULL ELSE i.id END, updated_at = now() FROM identities i
         WHERE i.id = $1 AND p.id = i.contact_id AND (p.avatar_identity_id = i.id OR (p.avatar_key IS NULL AND $2::text IS NOT NULL)) RETURNING p.id`, [row.id, key ?? null]);
      if (contact !== undefined) await refreshRows(tx, row.workspace_id, contact.id);
      return contact !== undefined;
    });
    if (taken) this.pulse.publish('relay');
    else if (key !== undefined) await this.files.remove(key);
  }
}

/** Asking again would change nothing: the platform says no, or what it gives is too big. */
const isFinal = (error: unknown): boolean => error instanceof FileTooLargeError || (error instanceof ConnectorError && error.kind === 'rejected');

async function keepProfile(tx: Tx, row: Row, profile: Party | undefined): Promise<void> {
  await tx.execute(
    `UPDATE identities SET name = coalesce($2, name), handle = coalesce($3, handle), phone = coalesce($4, phone), email = coalesce($5, email), avatar_ref = coalesce($6, avatar_ref),
       verified = verified OR $7 WHERE id = $1`,
    [row.id, tidy(profile?.name), tidy(profile?.handle), profile?.phone ?? null, profile?.email?.toLowerCase() ?? null, profile?.avatarRef ?? null, profile?.verified === true],
  );
  if ((profile?.aliases ?? []).length > 0) {
    await tx.execute(`INSERT INTO identity_aliases (workspace_id, scope, external_id, identity_id) SELECT $1, $2, alias, $3 FROM unnest($4::text[]) AS alias WHERE alias <> $5 ON CONFLICT DO NOTHING`, [row.workspace_id, row.scope, row.id, profile?.aliases, row.external_id]);
  }
  const name = tidy(profile?.name) ?? tidy(profile?.handle);
  if (name === null) return;
  // What stood for the name until now; a name that somebody typed stays.
  const stoodFor = [row.external_id, ...(row.handle === null ? [] : [row.handle]), ...(row.name === null ? [] : [row.name])];
  const [contact] = await tx.query<{ id: string }>(`SELECT contact_id AS id FROM identities WHERE id = $1`, [row.id]);
  if (contact === undefined) return;
  const conversations = await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE contact_id = $1 ORDER BY last_message_at DESC LIMIT 200`, [contact.id]);
  await lockConversations(tx, conversations.map(({ id }) => id));
  await tx.execute(`UPDATE contacts SET name = $2, language = coalesce(language, $4), updated_at = now() WHERE id = $1 AND name = ANY($3)`, [contact.id, name, stoodFor, profile?.language ?? null]);
  const messages = await tx.query<{ id: string; conversation_id: string; seq: number }>(
    `UPDATE messages SET author_name = $3, author_address = coalesce($4, author_address) WHERE conversation_id = ANY($1::uuid[]) AND author_id = $2 AND author_kind = 'contact' AND author_name = ANY($5) RETURNING id, conversation_id, seq`,
    [conversations.map(({ id }) => id), row.id, name, tidy(profile?.handle), stoodFor],
  );
  await tx.execute(`UPDATE conversations SET preview_author = $2 WHERE id = ANY($1::uuid[]) AND preview_author = ANY($3)`, [conversations.map(({ id }) => id), name, stoodFor]);
  await record(tx, messages.slice(-100).map((message) => ({ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: 'author' } })), row.workspace_id);
  await refreshRows(tx, row.workspace_id, contact.id);
}

/** Rows of lists show name and picture: they are told anew. */
async function refreshRows(tx: Tx, workspaceId: string, contactId: string): Promise<void> {
  const conversations = await tx.query<{ id: string }>(`UPDATE conversations SET version = version + 1 WHERE id IN (SELECT id FROM conversations WHERE contact_id = $1 ORDER BY last_message_at DESC LIMIT 200) RETURNING id`, [contactId]);
  await record(tx, [...conversations.map(({ id }) => ({ type: 'conversation.updated', conversationId: id, data: { contactId } })), directoryChanged({ kind: 'system', workspaceId }, 'contacts', contactId)], workspaceId);
}

const tidy = (text: string | undefined): string | null => {
  // oxlint-disable-next-line no-control-regex -- PostgreSQL cannot keep it
  const plain = text?.replace(/\u0000/g, '').toWellFormed().replace(/\s+/g, ' ').trim().slice(0, 200);
  return plain === undefined || plain === '' ? null : plain;
};
