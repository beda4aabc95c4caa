import { Injectable } from '@nestjs/common';
import type { SuggestionList, SuggestionView } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { invalid } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { contactViews, visibleContacts } from './contact.view';
import { findContact } from './find-contact';

interface Same { other_id: string; kind: 'phone' | 'email' | 'handle'; value: string; own_scope: string; other_scope: string; own_verified: boolean; other_verified: boolean }

const SHOWN = 20;
/** An address proves more than a name that anybody may take. */
const weight = { phone: 3, email: 3, handle: 1 } as const;

/** Who may be the same person on another network, with what speaks for it. Joining is a member's act, the ordinary merge. */
@Injectable()
export class Suggestions {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, contactId: string): Promise<SuggestionList> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const found = await tx.query<Same>(`SELECT * FROM kontuar_same_person($1, 200)`, [id]);
      const shown = new Set(await allowed(tx, actor, id, [...new Set(found.map((same) => same.other_id))]));
      const views = await contactViews(tx, [...shown]);
      const items = views.map((contact): SuggestionView => ({
        contact,
        evidence: found.filter((same) => same.other_id === contact.id)
          .map((same) => ({ kind: same.kind, value: same.value, scope: same.own_scope, otherScope: same.other_scope, verified: same.own_verified && same.other_verified })),
      }));
      const strength = (item: SuggestionView) => item.evidence.reduce((sum, one) => sum + weight[one.kind] * (one.verified ? 2 : 1), 0);
      return { items: items.sort((a, b) => strength(b) - strength(a)).slice(0, SHOWN) };
    });
  }

  /** These two are not one person, and nobody is asked again. */
  async dismiss(actor: MemberActor, contactId: string, otherId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [one, other] = [await findContact(tx, actor, contactId), await findContact(tx, actor, otherId)];
      if (one === other) throw invalid('same-contact', 'This is one contact already.');
      const touched = await tx.execute(`INSERT INTO dismissed_suggestions (workspace_id, contact_id, other_id, dismissed_by) VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4) ON CONFLICT DO NOTHING`, [actor.workspaceId, one, other, actor.memberId]);
      if (touched > 0) await record(tx, [{ type: 'contact.suggestion-dismissed', actor: actorOf(actor), subjectId: one, data: { otherId: other } }, directoryChanged(actor, 'contacts', one)]);
    });
  }
}

/** Those whom the actor may know and whom nobody dismissed. */
async function allowed(tx: Tx, actor: MemberActor, contactId: string, otherIds: readonly string[]): Promise<string[]> {
  if (otherIds.length === 0) return [];
  const parameters: unknown[] = [otherIds, contactId];
  const rows = await tx.query<{ id: string }>(
    `SELECT p.id FROM contacts p WHERE p.id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions d WHERE d.contact_id = least(p.id, $2::uuid) AND d.other_id = greatest(p.id, $2::uuid)) AND ${visibleContacts(actor, parameters)}`,
    parameters,
  );
  return rows.map((row) => row.id);
}
