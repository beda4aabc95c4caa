import { Injectable } from '@nestjs/common';
import type { WorkspacePatch, WorkspaceSettings } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { countAgain } from '../cases/case-policies.service';
import { findChannel } from '../channels/channel.row';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { moveReview } from '../lessons/lesson-reviews';
import { Connectors } from '../tokens';
import { Workspace } from './workspace.entity';

const toSettings = ({ name, locale, timeZone, reopenWindowHours, keepDeliveriesDays, noticeChannelId }: Workspace): WorkspaceSettings => ({ name, locale, timeZone, reopenWindowHours, keepDeliveriesDays, noticeChannelId });

@Injectable()
export class WorkspaceDesk {
  constructor(private readonly database: Database, private readonly connectors: Connectors) {}

  async settings(actor: MemberActor): Promise<WorkspaceSettings> {
    return toSettings(await this.database.inWorkspace(actor.workspaceId, (tx) => tx.manager.findOneByOrFail(Workspace, { id: actor.workspaceId })));
  }

  async change(actor: MemberActor, patch: WorkspacePatch): Promise<WorkspaceSettings> {
    if (patch.timeZone !== undefined && !isTimeZone(patch.timeZone)) {
      throw invalid('unknown-time-zone', 'There is no such time zone.', { errors: [{ path: 'timeZone', message: 'There is no such time zone.' }] });
    }
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const workspace = await tx.manager.findOneByOrFail(Workspace, { id: actor.workspaceId });
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<WorkspaceSettings>;
      const fields = (Object.keys(given) as (keyof WorkspaceSettings)[]).filter((field) => given[field] !== workspace[field]);
      if (fields.length === 0) return toSettings(workspace);
      if (given.noticeChannelId != null) await this.refuseNoMailbox(tx, given.noticeChannelId);
      await tx.manager.update(Workspace, { id: actor.workspaceId }, given);
      // The days of terms that run begin elsewhere now.
      if (fields.includes('timeZone')) {
        await countAgain(tx, actor.workspaceId);
        await moveReview(tx, actor.workspaceId);
      }
      await record(tx, [{ type: 'workspace.changed', actor: actorOf(actor), subjectId: actor.workspaceId, data: { fields } }, directoryChanged(actor, 'workspace')]);
      return toSettings({ ...workspace, ...given });
    });
  }

  private async refuseNoMailbox(tx: Tx, channelId: string): Promise<void> {
    const channel = await findChannel(tx, channelId);
    if (channel === undefined) throw notFound('channel');
    if (this.connectors.find(channel.connector_id)?.addresses === undefined) throw conflict('no-letters', 'This channel sends no email.');
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
