import { Injectable } from '@nestjs/common';
import type { Canned as CannedView, CannedInput, Page } from '@kontuar/contract';
import { Database, newId } from '@kontuar/platform';
import { MoreThan } from 'typeorm';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';
import { CannedAnswer } from './canned.entity';

type CannedChange = { [Field in keyof CannedInput]?: CannedInput[Field] | undefined };

const toCanned = ({ id, shortcut, title, text, locale, uses }: CannedAnswer): CannedView => ({ id, shortcut, title, text, locale, uses });
const taken = () => conflict('shortcut-exists', 'There is an answer with this shortcut for this language already.');

/** Answers that are written once and used by many. */
@Injectable()
export class Canned {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<CannedView>> {
    const after = afterId(page);
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.manager.find(CannedAnswer, { where: { workspaceId: actor.workspaceId, ...(after === null ? {} : { id: MoreThan(after) }) }, order: { id: 'ASC' }, take: page.limit + 1 }));
    return toPageById(rows, page.limit, toCanned);
  }

  async create(actor: MemberActor, input: CannedInput): Promise<CannedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const answer = tx.manager.create(CannedAnswer, { id: newId(), workspaceId: actor.workspaceId, uses: 0, ...input });
      await orTaken(tx.manager.insert(CannedAnswer, answer), taken);
      await record(tx, [{ type: 'canned.created', actor: actorOf(actor), subjectId: answer.id }, directoryChanged(actor, 'canned', answer.id)]);
      return toCanned(answer);
    });
  }

  async change(actor: MemberActor, cannedId: string, patch: CannedChange): Promise<CannedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const answer = await tx.manager.findOneBy(CannedAnswer, { id: cannedId });
      if (answer === null) throw notFound('canned answer');
      const change = { shortcut: patch.shortcut ?? answer.shortcut, title: patch.title ?? answer.title, text: patch.text ?? answer.text, locale: patch.locale === undefined ? answer.locale : patch.locale };
      await orTaken(tx.manager.update(CannedAnswer, { id: cannedId }, change), taken);
      await record(tx, [{ type: 'canned.changed', actor: actorOf(actor), subjectId: cannedId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'canned', cannedId)]);
      return toCanned({ ...answer, ...change });
    });
  }

  async remove(actor: MemberActor, cannedId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.manager.delete(CannedAnswer, { id: cannedId })).affected === 0) throw notFound('canned answer');
      await record(tx, [{ type: 'canned.removed', actor: actorOf(actor), subjectId: cannedId }, directoryChanged(actor, 'canned', cannedId)]);
    });
  }

  /** Counts a use, so that what is used most is offered first. Not worth a line in the log. */
  async used(actor: MemberActor, cannedId: string): Promise<void> {
    const counted = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute('UPDATE canned SET uses = uses + 1 WHERE id = $1', [cannedId]));
    if (counted === 0) throw notFound('canned answer');
  }
}
