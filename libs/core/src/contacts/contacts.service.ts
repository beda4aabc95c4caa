import { Injectable } from '@nestjs/common';
import type { AttributeValues, ContactInput, ContactPatch, ContactQuery, ContactView, ConversationView, Page } from '@kontuar/contract';
import { Database, newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { movedKeys, readAttributes, withAttributes } from '../attributes/attributes';
import { listConversations } from '../conversations/conversations.queries';
import { orTaken } from '../database-errors';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { instantKey, readKey, toPage, uuidKey, type PageRequest } from '../paging';
import { Contact } from './contact.entity';
import { contactViews, visibleContacts } from './contact.view';
import { setMainCompany } from '../companies/memberships';
import { findContact } from './find-contact';
import { handKinds, knownKinds } from '../kinds/by-hand';
import { likeText } from './like-text';

/** In which an address that people type is looked up: every mailbox and every telephone share one. */
const ADDRESS_SCOPES = { email: 'email', phone: 'phone' } as const;

const identityTaken = () => conflict('identity-taken', 'Another contact has this address already. Merge the two instead.');

@Injectable()
export class Contacts {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** Newest first. */
  async list(actor: MemberActor, query: ContactQuery): Promise<Page<ContactView>> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [at, id] = readKey(query.cursor, [instantKey, uuidKey]) ?? [null, null];
      const parameters: unknown[] = [actor.workspaceId, at, id, query.q === undefined || query.q === '' ? null : likeText(query.q), query.limit + 1];
      const rows = await tx.query<{ id: string; exact: string }>(
        `SELECT p.id, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact FROM contacts p
         WHERE p.workspace_id = $1 AND p.merged_into IS NULL AND ($2::timestamptz IS NULL OR (p.created_at, p.id) < ($2::timestamptz, $3::uuid))
           AND ($4::text IS NULL OR p.id IN (SELECT kontuar_search_contacts($4, 1000))) AND ${visibleContacts(actor, parameters)}
         ORDER BY p.created_at DESC, p.id DESC LIMIT $5`,
        parameters,
      );
      const views = await contactViews(tx, rows.slice(0, query.limit).map((row) => row.id));
      const viewOf = new Map(views.map((view) => [view.id, view]));
      return toPage(rows, query.limit, (row) => viewOf.get(row.id) as ContactView, (row) => [row.exact, row.id]);
    });
  }

  /** Who went up in another contact is answered with that one. */
  async get(actor: MemberActor, contactId: string): Promise<ContactView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => view(tx, await findContact(tx, actor, contactId)));
  }

  /** @throws DomainError 'identity-taken' */
  async create(actor: MemberActor, input: ContactInput): Promise<ContactView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const contactId = newId();
      await knownKinds(tx, input.kinds);
      await tx.manager.insert(Contact, { id: contactId, workspaceId: actor.workspaceId, name: input.name, kindsByHand: [...new Set(input.kinds)], language: input.language, note: input.note, attributes: withAttributes({}, await readAttributes(tx, 'contact', input.attributes ?? {})) as never });
      if (input.company !== null) await setMainCompany(tx, actor.workspaceId, contactId, input.company);
      if (input.email !== undefined) await addIdentity(tx, contactId, { scope: ADDRESS_SCOPES.email, address: input.email, shown: input.email });
      if (input.phone !== undefined) await addIdentity(tx, contactId, { scope: ADDRESS_SCOPES.phone, address: input.phone.replace(/[^+\d]/g, ''), shown: input.phone });
      await record(tx, [{ type: 'contact.created', actor: actorOf(actor), subjectId: contactId }, directoryChanged(actor, 'contacts', contactId)]);
      return view(tx, contactId);
    });
  }

  async change(actor: MemberActor, contactId: string, patch: ContactPatch): Promise<ContactView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const { attributes: values, kinds, company, ...rest } = patch;
      const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const byHand = kinds === undefined ? {} : await kindsByHand(tx, id, kinds);
      if (company !== undefined) await setMainCompany(tx, actor.workspaceId, id, company);
      const given = { ...plain, ...(kinds === undefined ? {} : { kinds }), ...(company === undefined ? {} : { company }) };
      const fields = values === undefined ? undefined : await this.fields(tx, id, values);
      if (Object.keys(given).length > 0 || (fields?.moved.length ?? 0) > 0) {
        await tx.manager.update(Contact, { id }, { ...plain, ...byHand, ...(fields === undefined ? {} : { attributes: fields.after as never }), updatedAt: new Date() });
        await record(tx, [{ type: 'contact.changed', actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(given), ...(fields === undefined ? {} : { attributes: fields.moved }) } }, directoryChanged(actor, 'contacts', id)]);
      }
      return view(tx, id);
    });
  }

  private async fields(tx: Tx, contactId: string, values: AttributeValues): Promise<{ after: Record<string, unknown>; moved: string[] }> {
    const [row] = await tx.query<{ attributes: Record<string, unknown> }>('SELECT attributes FROM contacts WHERE id = $1 FOR UPDATE', [contactId]);
    const before = row?.attributes ?? {};
    const after = withAttributes(before, await readAttributes(tx, 'contact', values, before));
    return { after, moved: movedKeys(before, after) };
  }

  /** Every conversation with this person on every channel that the actor reads, newest first. */
  async timeline(actor: MemberActor, contactId: string, page: PageRequest): Promise<Page<ConversationView>> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      return listConversations(tx, this.secrets, actor, { view: 'all', sort: 'recent', contactId: id, limit: page.limit, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) });
    });
  }

  /** Undefined when there is no picture. */
  async avatarKey(actor: MemberActor, contactId: string): Promise<string | undefined> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => (await tx.manager.findOneBy(Contact, { id: await findContact(tx, actor, contactId) }))?.avatarKey ?? undefined);
  }
}

/** @throws DomainError 'unknown-kind' */
async function kindsByHand(tx: Tx, contactId: string, wanted: readonly string[]): Promise<{ kindsByHand: string[]; kindsRefused: string[] }> {
  const [row] = await tx.query<{ kinds: string[]; hand: string[]; rule: string[]; refused: string[] }>('SELECT kinds, kinds_by_hand AS hand, kinds_by_rule AS rule, kinds_refused AS refused FROM contacts WHERE id = $1 FOR UPDATE', [contactId]);
  const before = row ?? { kinds: [], hand: [], rule: [], refused: [] };
  await knownKinds(tx, wanted, before.kinds);
  const { hand, refused } = handKinds(before, wanted);
  return { kindsByHand: hand, kindsRefused: refused };
}

async function view(tx: Tx, contactId: string): Promise<ContactView> {
  const [found] = await contactViews(tx, [contactId]);
  if (found === undefined) throw notFound('contact');
  return found;
}

async function addIdentity(tx: Tx, contactId: string, identity: { scope: string; address: string; shown: string }): Promise<void> {
  await orTaken(tx.query('INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) VALUES ($1, $2, $3, $4, $5, $6)', [newId(), tx.workspaceId, contactId, identity.scope, identity.address, identity.shown]), identityTaken);
}
