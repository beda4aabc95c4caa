import { Injectable } from '@nestjs/common';
import type { Label as LabelView, Page } from '@kontuar/contract';
import { Database, newId } from '@kontuar/platform';
import { MoreThan } from 'typeorm';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';
import { Label } from './label.entity';

const toLabel = ({ id, name, tone }: Label): LabelView => ({ id, name, tone });
const taken = () => conflict('label-exists', 'There is a label with this name already.');

@Injectable()
export class Labels {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<LabelView>> {
    const after = afterId(page);
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.manager.find(Label, { where: { workspaceId: actor.workspaceId, ...(after === null ? {} : { id: MoreThan(after) }) }, order: { id: 'ASC' }, take: page.limit + 1 }));
    return toPageById(rows, page.limit, toLabel);
  }

  async create(actor: MemberActor, input: { name: string; tone: LabelView['tone'] }): Promise<LabelView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const label = tx.manager.create(Label, { id: newId(), workspaceId: actor.workspaceId, ...input });
      await orTaken(tx.manager.insert(Label, label), taken);
      await record(tx, [{ type: 'label.created', actor: actorOf(actor), subjectId: label.id }, directoryChanged(actor, 'labels', label.id)]);
      return toLabel(label);
    });
  }

  async change(actor: MemberActor, labelId: string, patch: { name?: string | undefined; tone?: LabelView['tone'] | undefined }): Promise<LabelView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const label = await tx.manager.findOneBy(Label, { id: labelId });
      if (label === null) throw notFound('label');
      label.name = patch.name ?? label.name;
      label.tone = patch.tone ?? label.tone;
      await orTaken(tx.manager.update(Label, { id: labelId }, { name: label.name, tone: label.tone }), taken);
      await record(tx, [{ type: 'label.changed', actor: actorOf(actor), subjectId: labelId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'labels', labelId)]);
      return toLabel(label);
    });
  }

  /** Conversations lose it. Screens drop a label that they don't know any more, so no conversation is told. */
  async remove(actor: MemberActor, labelId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.manager.delete(Label, { id: labelId })).affected === 0) throw notFound('label');
      await tx.execute('UPDATE conversations SET label_ids = array_remove(label_ids, $1), version = version + 1 WHERE label_ids @> ARRAY[$1::uuid]', [labelId]);
      await record(tx, [{ type: 'label.removed', actor: actorOf(actor), subjectId: labelId }, directoryChanged(actor, 'labels', labelId)]);
    });
  }
}
