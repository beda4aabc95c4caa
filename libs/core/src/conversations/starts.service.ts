import { Inject, Injectable } from '@nestjs/common';
import type { ConversationChange, StartInput } from '@kontuar/contract';
import { Database, newId, Queues, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { approvalFor } from '../approvals/asked';
import { chosenTemplate, Templates, type Chosen } from '../channels/templates.service';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record, type Happening } from '../history/history';
import { checkMatter } from '../matters/matters';
import { guessFurther, readingBy, type Guessable } from '../matters/read-matter';
import { moodAfter } from '../moods/mood-after';
import { readMood } from '../moods/mood-of-message';
import { undoSecondsOf } from '../messages/undo-window';
import { holdBack } from '../planned/hold-back';
import { wakeAt } from '../planned/wake';
import { Connectors, PULSE } from '../tokens';
import { findConversationViews } from './conversations.queries';

interface Person { contactId: string; identityId: string }

/** Conversations that an agent begins: a first mail, or the log of a call or a visit. */
@Injectable()
export class Starts {
  constructor(private readonly database: Database, private readonly connectors: Connectors, private readonly contexts: ChannelContexts, private readonly templates: Templates, private readonly queues: Queues, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  async start(actor: MemberActor, input: StartInput): Promise<ConversationChange> {
    if (input.template !== undefined) await this.templates.knowOn(actor, input.channelId, input.template.id);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      const channel = await findChannel(tx, input.channelId);
      if (channel === undefined || !can(actor, 'conversation.start', { kind: 'channel', channelId: channel.id })) throw notFound('channel');
      const capabilities = this.contexts.capabilitiesOf(channel);
      const logOnly = capabilities.logOnly === true;
      if (!capabilities.startConversation) throw conflict('cannot-write-first', 'On this channel the customer has to write first.');
      if (input.clientId !== undefined) {
        const [existing] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM messages WHERE channel_id = $1 AND client_id = $2 AND author_id = $3 UNION ALL SELECT conversation_id FROM planned_answers WHERE channel_id = $1 AND client_id = $2 AND author_id = $3 LIMIT 1`, [channel.id, input.clientId, actor.memberId]);
        if (existing !== undefined) return { conversation: (await findConversationViews(tx, this.secrets, [existing.conversation_id]))[0] as ConversationChange['conversation'], undoToken: null };
      }
      const chosen = input.template === undefined ? undefined : await chosenTemplate(tx, capabilities, channel.id, input.template);
      const text = chosen?.text ?? input.text ?? '';
      if (chosen === undefined && !logOnly && capabilities.replyWindowHours !== undefined && capabilities.templates === true) throw conflict('window-closed', 'On this channel we write first with an approved template alone.');
      if (text === '' && !logOnly) throw invalid('text-missing', 'Write something.');
      if (input.matter !== undefined) await checkMatter(tx, input.matter);
      const person = await this.person(tx, actor, channel, input, logOnly);
      const id = await this.open(tx, actor, channel, person, input);
      const happenings: Happening[] = [{ type: 'conversation.created', actor: actorOf(actor), conversationId: id, data: { started: true } }];
      const side = capabilities.public ? 'public' : 'private';
      const approval = text === '' || logOnly ? undefined : await approvalFor(tx, actor, { channel_id: channel.id, assignee_id: input.assignToMe ? actor.memberId : null, team_id: channel.default_team_id }, side);
      if (approval !== undefined) {
        await record(tx, happenings);
        const plannedId = await holdBack(tx, actor, {
          workspaceId: actor.workspaceId, conversationId: id, way: { threadId: id, channelId: channel.id }, author: { id: actor.memberId, name: actor.name }, answer: { visibility: side, replyToId: null, text, html: null, template: chosen?.template ?? null },
          cc: [], clientId: input.clientId ?? null, then: undefined, sendAt: null, timeZone: null, ifCustomerWrites: 'cancel', sinceSeq: 0, approval,
        }, new Date());
        await attach(tx, actor, { plannedId }, input.attachmentIds);
        if (approval.clock.dueAt !== null) wakeAt(tx, this.queues, 'planned', plannedId, approval.clock.dueAt);
        return { conversation: (await findConversationViews(tx, this.secrets, [id]))[0] as ConversationChange['conversation'], undoToken: null };
      }
      if (text !== '') happenings.push(await this.say(tx, actor, channel, { conversationId: id, person, text, inbound: logOnly && input.inbound, logOnly, clientId: input.clientId ?? null, undoSeconds: input.sendNow === true ? 0 : await undoSecondsOf(tx, actor, capabilities.undoSendSeconds), attachmentIds: input.attachmentIds, template: chosen?.template ?? null, visibility: side }));
      await record(tx, happenings);
      return { conversation: (await findConversationViews(tx, this.secrets, [id]))[0] as ConversationChange['conversation'], undoToken: null };
    });
  }

  private async person(tx: Tx, actor: MemberActor, channel: ChannelRow, input: StartInput, logOnly: boolean): Promise<Person> {
    if (input.contactId !== undefined) {
      const [contact] = await tx.query<{ id: string }>(`SELECT id FROM contacts WHERE id = $1 AND merged_into IS NULL`, [input.contactId]);
      if (contact === undefined) throw notFound('contact');
      const [identity] = await tx.query<{ id: string }>(`SELECT id FROM identities WHERE contact_id = $1 AND scope = $2 ORDER BY last_seen_at DESC NULLS LAST LIMIT 1`, [contact.id, channel.identity_scope]);
      if (identity !== undefined && input.to === undefined) return { contactId: contact.id, identityId: identity.id };
      const address = written(input.to) ?? (logOnly ? `log:${contact.id}` : undefined);
      if (address === undefined) throw invalid('address-missing', 'This contact has no address on this channel.');
      return this.identity(tx, actor, channel, address, contact.id, input);
    }
    const address = written(input.to) ?? (logOnly ? `log:${newId()}` : undefined);
    if (address === undefined) throw invalid('address-missing', 'Choose whom to write to.');
    if (this.connectors.get(channel.connector_id).capabilities.cc && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(address)) throw invalid('address-wrong', 'This is no email address.');
    return this.identity(tx, actor, channel, address, undefined, input);
  }

  private async identity(tx: Tx, actor: MemberActor, channel: ChannelRow, address: string, contactId: string | undefined, input: StartInput): Promise<Person> {
    const [known] = await tx.query<{ id: string; contact_id: string }>(`SELECT id, contact_id FROM identities WHERE workspace_id = $1 AND scope = $2 AND external_id = $3`, [actor.workspaceId, channel.identity_scope, address]);
    if (known !== undefined) return { contactId: known.contact_id, identityId: known.id };
    const [contact, identity] = [contactId ?? newId(), newId()];
    const name = input.contactName === undefined || input.contactName === '' ? undefined : input.contactName;
    const shown = address.startsWith('log:') ? null : address;
    if (contactId === undefined) await tx.execute(`INSERT INTO contacts (id, workspace_id, name) VALUES ($1, $2, $3)`, [contact, actor.workspaceId, name ?? shown ?? channel.name]);
    await tx.execute(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle, name) VALUES ($1, $2, $3, $4, $5, $6, $7)`, [identity, actor.workspaceId, contact, channel.identity_scope, address, shown, name ?? null]);
    return { contactId: contact, identityId: identity };
  }

  private async open(tx: Tx, actor: MemberActor, channel: ChannelRow, person: Person, input: StartInput): Promise<string> {
    const id = newId();
    const [number] = await tx.query<{ last_number: number }>(
      `INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number`,
      [actor.workspaceId],
    );
    await tx.execute(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, subject, matter, matter_by, matter_confidence, assignee_id, team_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $8::text IS NOT NULL THEN 'member' END, CASE WHEN $8::text IS NOT NULL THEN 1 END, $9, $10)`,
      [id, actor.workspaceId, number?.last_number, channel.id, person.contactId, person.identityId, input.subject ?? null, input.matter ?? null, input.assignToMe ? actor.memberId : null, channel.default_team_id],
    );
    await tx.execute(`INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) VALUES ($1, $2, $3, true)`, [actor.workspaceId, id, person.identityId]);
    return id;
  }

  private async say(tx: Tx, actor: MemberActor, channel: ChannelRow, said: { conversationId: string; person: Person; text: string; inbound: boolean; logOnly: boolean; clientId: string | null; undoSeconds: number; attachmentIds: readonly string[] | undefined; template: Chosen['template'] | null; visibility: 'public' | 'private' }): Promise<Happening> {
    const id = newId();
    const delayMs = said.undoSeconds * 1000;
    const read = said.inbound ? readMood(said) : undefined;
    const felt = read === undefined ? null : moodAfter(null, read.mood, true);
    const about: Guessable = { matter: null, matter_by: null, matter_confidence: null, matter_read: null };
    if (said.inbound) guessFurther(about, said.text, await readingBy(tx));
    const [author] = said.inbound ? await tx.query<{ name: string }>(`SELECT name FROM contacts WHERE id = $1`, [said.person.contactId]) : [];
    await tx.execute(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, client_id, at, send_at, template, visibility, mood, language)
       VALUES ($1, $2, $3, $4, 1, 'message', $5, $6, $7, $8, $9, $10, $11, now(), $12, $13, $14, $15, $16)`,
      [
        actor.workspaceId, id, said.conversationId, channel.id, said.inbound ? 'in' : 'out', said.inbound ? 'received' : said.logOnly ? 'logged' : 'queued', said.inbound ? 'contact' : 'member',
        said.inbound ? said.person.identityId : actor.memberId, said.inbound ? (author?.name ?? '') : actor.name, said.text, said.clientId, said.logOnly ? null : new Date(Date.now() + delayMs),
        said.template === null ? null : JSON.stringify(said.template), said.visibility, read === undefined ? null : JSON.stringify(read.mood), read?.language ?? null,
      ],
    );
    await attach(tx, actor, { messageId: id }, said.attachmentIds);
    await tx.execute(
      `UPDATE conversations SET last_seq = 1, last_said_seq = 1, version = version + 1, preview_text = $2, preview_kind = $3, preview_author = $4, read_seq = 1,
         last_inbound_seq = CASE WHEN $5 THEN 1 ELSE 0 END, last_inbound_at = CASE WHEN $5 THEN now() END, waiting_since = CASE WHEN $5 THEN now() END, first_reply_at = CASE WHEN $5 THEN NULL ELSE now() END, mood = $6, mood_score = $7, language = $8,
         matter = CASE WHEN matter_by IS NULL THEN $9 ELSE matter END, matter_by = coalesce(matter_by, $10), matter_confidence = CASE WHEN matter_by IS NULL THEN $11 ELSE matter_confidence END, matter_read = $12 WHERE id = $1`,
      [said.conversationId, said.text.replace(/\s+/g, ' ').trim().slice(0, 200), said.inbound ? 'inbound' : 'outbound', said.inbound ? (author?.name ?? null) : actor.name, said.inbound, felt === null ? null : JSON.stringify(felt), felt?.score ?? null, read?.language ?? null,
        about.matter, about.matter_by, about.matter_confidence, about.matter_read === null ? null : JSON.stringify(about.matter_read)],
    );
    if (!said.logOnly) tx.afterCommit(() => { this.queues.poke('send', { conversationId: said.conversationId }, delayMs); });
    return { type: 'message.created', actor: actorOf(actor), conversationId: said.conversationId, messageId: id, data: { seq: 1, direction: said.inbound ? 'in' : 'out' } };
  }
}

/** Only what this member uploaded and nobody used yet. */
async function attach(tx: Tx, actor: MemberActor, to: { messageId: string } | { plannedId: string }, ids: readonly string[] = []): Promise<void> {
  if (ids.length === 0) return;
  const [messageId, plannedId] = 'messageId' in to ? [to.messageId, null] : [null, to.plannedId];
  const taken = await tx.execute(
    `UPDATE attachments a SET message_id = $1, planned_id = $2, position = r.position FROM unnest($3::uuid[]) WITH ORDINALITY AS r (id, position)
     WHERE a.id = r.id AND a.message_id IS NULL AND a.planned_id IS NULL AND a.shared_draft_id IS NULL AND a.uploaded_by = $4`, [messageId, plannedId, ids, `member:${actor.memberId}`]);
  if (taken < new Set(ids).size) throw notFound('uploaded file');
}

/** As it is looked up: addresses in small letters, phone numbers without the spaces that everybody puts elsewhere. */
function written(to: string | undefined): string | undefined {
  if (to === undefined || to === '') return undefined;
  return /^\+?[\d\s()./-]{5,25}$/.test(to) ? to.replace(/[^+\d]/g, '') : to.toLowerCase();
}
