import { Inject, Injectable } from '@nestjs/common';
import type { ChannelInput, ChannelPatch, ChannelSummary, ChannelTrial, ChannelView, HealthView, Page } from '@kontuar/contract';
import { Database, errorFields, newId, Queues, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, readsChannel } from '../access/can';
import { orMissing } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { rightsChanged } from '../members/rights';
import { letActsGo } from '../messages/waiting-acts';
import { afterId, toPageById, type PageRequest } from '../paging';
import { Connectors, LOG, PULSE, type AnyConnector } from '../tokens';
import { gapStart, tellHealth } from './channel-alarms';
import { keepHealth, parseSettings, runCheck, runConnect } from './channel-checks';
import { ChannelContexts, writeSettings, type Settings } from './channel-contexts';
import { Consents, tellsWhose } from './consents.service';
import { capabilitiesOf, rulesOf } from './channel-rules';
import { changeSettings } from './channel-settings';
import { Siblings } from './siblings.service';
import { CHANNEL_COLUMNS, findChannel, type ChannelRow } from './channel.row';
import { selectChannels, toChannelSummary, toChannelView, type ChannelViewRow } from './channel.view';

/** Pulse topic; the payload is a channel id: whoever keeps something of a channel at hand reads it anew. */
export const CHANNELS_CHANGED = 'channels';

@Injectable()
export class Channels {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly contexts: ChannelContexts,
    private readonly consents: Consents,
    private readonly siblings: Siblings,
    private readonly queues: Queues,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The whole view for those who manage channels, a summary for the others, and nothing of channels that they can't read. */
  async list(actor: MemberActor, page: PageRequest): Promise<Page<ChannelSummary | ChannelView>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<ChannelViewRow>(
        selectChannels('($2::uuid IS NULL OR c.id > $2) AND ($3::uuid[] IS NULL OR c.id = ANY($3)) ORDER BY c.id LIMIT $4'),
        [actor.workspaceId, afterId(page), actor.channelIds === 'all' ? null : actor.channelIds, page.limit + 1],
      ));
    return toPageById(rows, page.limit, (row) => this.viewFor(actor, row));
  }

  async get(actor: MemberActor, channelId: string): Promise<ChannelSummary | ChannelView> {
    if (!readsChannel(actor, channelId)) throw notFound('channel');
    return this.viewFor(actor, await this.database.inWorkspace(actor.workspaceId, (tx) => one(tx, channelId)));
  }

  /** Stored first, then connected and checked: a check that fails shows on the channel instead of losing what was typed. */
  async create(actor: MemberActor, input: ChannelInput): Promise<ChannelView> {
    const connector = this.connectors.get(input.connectorId);
    const channelId = newId();
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const given = input.consentId === undefined ? input.settings : await this.consents.use(tx, actor, input.consentId, { connectorId: connector.id, choice: input.choice, settings: input.settings });
      const settings = parseSettings(connector, given);
      const stored = this.contexts.sealed(connector, channelId, settings);
      await orMissing(tx.query(
        `INSERT INTO channels (id, workspace_id, connector_id, name, settings, secrets, identity_scope, access, default_team_id, account, rules) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [channelId, actor.workspaceId, connector.id, input.name, JSON.stringify(stored.settings), stored.secrets, connector.identityScope?.(settings) ?? connector.id, input.access, input.defaultTeamId, ...keptOf(connector, settings)],
      ), noSuchTeam);
      await this.setAccess(tx, actor, channelId, input);
      await record(tx, [{ type: 'channel.created', actor: actorOf(actor), subjectId: channelId, data: { connectorId: connector.id, access: input.access } }, directoryChanged(actor, 'channels', channelId)]);
      this.wake(tx, channelId);
    });
    await this.connectAndCheck(channelId);
    return this.managed(actor, channelId);
  }

  /** @throws DomainError not-found; ZodError when the settings do not fit the connector. */
  async change(actor: MemberActor, channelId: string, patch: ChannelPatch): Promise<ChannelView> {
    const work = (units: Units) => units.inWorkspace(actor.workspaceId, (tx) => this.applyPatch(tx, actor, channelId, patch));
    const before = patch.settings === undefined ? undefined : await this.database.inWorkspace(actor.workspaceId, (tx) => findChannel(tx, channelId));
    const renewed = patch.settings !== undefined || patch.consentId !== undefined;
    if (patch.consentId !== undefined) await this.tryUnknownAccess(actor, channelId, patch.consentId, patch.choice ?? 0);
    // New settings and a token refresh must not overwrite each other.
    await (renewed ? this.contexts.alone(channelId, work) : work(this.database));
    if (renewed || patch.paused === false) await this.connectAndCheck(channelId);
    if (before !== undefined) await this.leftApp(before);
    return this.managed(actor, channelId);
  }

  /** Its conversations stay and are read; nothing comes in or goes out any more, and its secrets are gone. */
  async remove(actor: MemberActor, channelId: string): Promise<void> {
    const row = await this.database.inWorkspace(actor.workspaceId, (tx) => findChannel(tx, channelId));
    if (row === undefined) throw notFound('channel');
    const opened = await this.contexts.open(row).catch(() => undefined);
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute('UPDATE channels SET deleted_at = now(), secrets = NULL, alarm = NULL WHERE id = $1 AND deleted_at IS NULL', [channelId])) === 0) throw notFound('channel');
      await record(tx, [{ type: 'channel.removed', actor: actorOf(actor), subjectId: channelId }, directoryChanged(actor, 'channels', channelId)]);
      this.wake(tx, channelId);
    });
    // The platform may be gone already; the channel is, either way.
    await opened?.connector.disconnect?.(opened.ctx).catch((error: unknown) => { this.log.warn({ channelId, ...errorFields(error) }, 'could not disconnect a removed channel'); });
    await this.siblings.takeOver(row);
  }

  async check(actor: MemberActor, channelId: string): Promise<ChannelView> {
    const row = await this.database.inWorkspace(actor.workspaceId, (tx) => findChannel(tx, channelId));
    if (row === undefined) throw notFound('channel');
    await this.connectAndCheck(channelId);
    return this.managed(actor, channelId);
  }

  /** Settings that nothing is stored of. */
  async try(trial: ChannelTrial): Promise<HealthView> {
    const connector = this.connectors.get(trial.connectorId);
    return runCheck(connector, this.contexts.trialContext(connector, parseSettings(connector, trial.settings)));
  }

  /** Those that nobody looked at for an hour: so that the end of access is known days ahead, and a withdrawn permission within the hour. Also one into which messages come all the time. */
  async checksDue(): Promise<string[]> {
    return (await this.database.asSystem((tx) => tx.query<{ id: string }>(
      `UPDATE channels SET check_at = now() + interval '1 hour' * (0.9 + random() * 0.2) WHERE id IN (
         SELECT id FROM channels WHERE deleted_at IS NULL AND NOT paused AND (check_at IS NULL OR check_at <= now()) ORDER BY check_at NULLS FIRST LIMIT 50 FOR NO KEY UPDATE SKIP LOCKED) RETURNING id`,
    ))).map((row) => row.id);
  }

  /** A bad moment of the network is not told: what fails is tried once more first. */
  async checkAgain(channelId: string, pauseMs = 15_000): Promise<void> {
    const { connector, ctx } = await this.contexts.open(channelId);
    let health = await runCheck(connector, ctx);
    if (health.state === 'failed') {
      await new Promise((wake) => setTimeout(wake, pauseMs));
      health = await runCheck(connector, ctx);
    }
    await this.database.asSystem((tx) => keepHealth(tx, channelId, health));
    this.pulse.publish('relay');
  }

  /** After an update: what a connector can do, and what it calls its accounts, as this version says it. */
  async refreshKept(): Promise<void> {
    const changing = this.connectors.all.filter((connector) => connector.account !== undefined || connector.capabilitiesOf !== undefined || rulesOf(connector.capabilities) !== null).map((connector) => connector.id);
    if (changing.length === 0) return;
    const rows = await this.database.asSystem((tx) => tx.query<ChannelRow & { rules: unknown }>(`SELECT ${CHANNEL_COLUMNS}, c.rules FROM channels c WHERE c.deleted_at IS NULL AND c.connector_id = ANY($1)`, [changing]));
    for (const row of rows) {
      try {
        const [account, rules] = keptOf(this.connectors.get(row.connector_id), this.contexts.settingsOf(row));
        await this.database.asSystem((tx) => tx.execute(`UPDATE channels SET account = $2, rules = $3 WHERE id = $1 AND (account IS DISTINCT FROM $2 OR rules IS DISTINCT FROM $3::jsonb)`, [row.id, account, rules]));
      } catch (error) {
        // Settings that fit no longer are told by the channel itself.
        this.log.warn({ channelId: row.id, ...errorFields(error) }, 'could not read what this channel can do');
      }
    }
  }

  /** With settings of another app: the one before may go on calling this address for its other channels. */
  private async leftApp(before: ChannelRow): Promise<void> {
    const sharedBy = this.connectors.find(before.connector_id)?.webhook?.sharedBy;
    if (sharedBy === undefined) return;
    const { channel } = await this.contexts.open(before.id);
    if (sharedBy(channel.settings) !== sharedBy(before.settings)) await this.siblings.takeOver(before);
  }

  private async connectAndCheck(channelId: string): Promise<void> {
    const { channel, connector, ctx } = await this.contexts.open(channelId);
    if (channel.paused) return;
    const health = (await runConnect(connector, ctx)) ?? (await runCheck(connector, ctx));
    await this.database.asSystem((tx) => keepHealth(tx, channelId, health));
  }

  private async applyPatch(tx: Tx, actor: MemberActor, channelId: string, patch: ChannelPatch): Promise<void> {
    const row = await findChannel(tx, channelId, 'FOR UPDATE');
    if (row === undefined) throw notFound('channel');
    if (patch.settings !== undefined) await this.changeSettings(tx, row, patch.settings);
    if (patch.consentId !== undefined) await this.renew(tx, actor, (await findChannel(tx, channelId)) ?? row, { id: patch.consentId, choice: patch.choice ?? 0 });
    await orMissing(tx.execute(
      `UPDATE channels SET name = coalesce($2, name), access = coalesce($3, access), paused = coalesce($4, paused), default_team_id = CASE WHEN $5 THEN $6::uuid ELSE default_team_id END,
         watch_from = CASE WHEN $7 THEN now() ELSE watch_from END,
         gap_from = CASE WHEN $4 THEN ${gapStart} ELSE gap_from END, reconcile_at = CASE WHEN $7 THEN NULL ELSE reconcile_at END WHERE id = $1`,
      [channelId, patch.name ?? null, patch.access ?? null, patch.paused ?? null, patch.defaultTeamId !== undefined, patch.defaultTeamId ?? null, patch.settings !== undefined || patch.consentId !== undefined || patch.paused === false],
    ), noSuchTeam);
    if (patch.access !== undefined || patch.teamIds !== undefined || patch.memberIds !== undefined) await this.setAccess(tx, actor, channelId, patch);
    const { consentId: _consentId, choice: _choice, ...changed } = patch;
    if (Object.keys(changed).length > 0) await record(tx, [{ type: 'channel.changed', actor: actorOf(actor), subjectId: channelId, data: { fields: Object.keys(changed), ...(patch.paused === undefined ? {} : { paused: patch.paused }), ...(patch.access === undefined ? {} : { access: patch.access }) } }]);
    await record(tx, [directoryChanged(actor, 'channels', channelId)]);
    if (patch.paused !== undefined && patch.paused !== row.paused) await tellHealth(tx, { ...row, paused: patch.paused });
    if (patch.paused === false) await letActsGo(tx, this.queues, channelId);
    this.wake(tx, channelId);
  }

  private async changeSettings(tx: Tx, row: ChannelRow, given: Record<string, unknown>): Promise<void> {
    const connector = this.connectors.get(row.connector_id);
    await this.keepSettings(tx, row, parseSettings(connector, changeSettings(connector.settings, this.contexts.secretsOf(row), given)));
  }

  /** In the log stands that it was renewed, and nothing of the access itself. */
  private async renew(tx: Tx, actor: MemberActor, row: ChannelRow, { id, choice }: { id: string; choice: number }): Promise<void> {
    await this.keepSettings(tx, row, parseSettings(this.connectors.get(row.connector_id), await this.consents.renewed(tx, actor, id, { channel: row, choice })));
    await record(tx, [{ type: 'channel.renewed', actor: actorOf(actor), subjectId: row.id, data: { connectorId: row.connector_id } }]);
  }

  /** Where a consent does not tell whose access it gives, only trying shows it: the old access stays until the new one has worked. */
  private async tryUnknownAccess(actor: MemberActor, channelId: string, consentId: string, choice: number): Promise<void> {
    const { connector, settings } = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const channel = await findChannel(tx, channelId);
      if (channel === undefined) throw notFound('channel');
      return { connector: this.connectors.get(channel.connector_id), settings: await this.consents.renewed(tx, actor, consentId, { channel, choice, only: 'look' }) };
    });
    if (tellsWhose(connector, settings)) return;
    const health = await runCheck(connector, this.contexts.trialContext(connector, parseSettings(connector, settings)));
    const failed = health.steps.find((step) => step.state === 'failed');
    if (health.state === 'failed') throw conflict('consent-unusable', `The new access does not work for this channel, which keeps the one that it had. ${failed?.detail ?? failed?.label ?? 'The check of this channel failed.'}`);
  }

  private async keepSettings(tx: Tx, row: ChannelRow, settings: Settings): Promise<void> {
    const connector = this.connectors.get(row.connector_id);
    await writeSettings(tx, row.id, this.contexts.sealed(connector, row.id, settings));
    // Of another account nothing was read yet.
    await tx.execute(`UPDATE channels SET reconciliation = CASE WHEN account IS DISTINCT FROM $2 THEN reconciliation - 'memory' ELSE reconciliation END, account = $2, rules = $3 WHERE id = $1`, [row.id, ...keptOf(connector, settings)]);
    const scope = connector.identityScope?.(settings) ?? connector.id;
    // Another account: where we had read to in the old one means nothing in it.
    if (scope !== row.identity_scope) await tx.execute('UPDATE channels SET identity_scope = $2, cursor = NULL WHERE id = $1', [row.id, scope]);
  }

  private async setAccess(tx: Tx, actor: MemberActor, channelId: string, access: { teamIds?: readonly string[] | undefined; memberIds?: readonly string[] | undefined }): Promise<void> {
    if (access.teamIds !== undefined) {
      await tx.execute('DELETE FROM channel_teams WHERE channel_id = $1', [channelId]);
      await orMissing(tx.query('INSERT INTO channel_teams (workspace_id, channel_id, team_id) SELECT $1, $2, id FROM unnest($3::uuid[]) AS id ON CONFLICT DO NOTHING', [actor.workspaceId, channelId, access.teamIds]), noSuchTeam);
    }
    if (access.memberIds !== undefined) {
      await tx.execute('DELETE FROM channel_members WHERE channel_id = $1', [channelId]);
      await orMissing(tx.query('INSERT INTO channel_members (workspace_id, channel_id, member_id) SELECT $1, $2, id FROM unnest($3::uuid[]) AS id ON CONFLICT DO NOTHING', [actor.workspaceId, channelId, access.memberIds]), noSuchMember);
    }
    // Everybody whose sight depends on channels; the other roles see all of them anyway.
    const bound = await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE role IN ('agent', 'brand_analyst') AND active`);
    await rightsChanged(tx, this.pulse, actor.workspaceId, bound.map((member) => member.id));
  }

  private wake(tx: Tx, channelId: string): void {
    tx.afterCommit(() => { this.pulse.publish(CHANNELS_CHANGED, channelId); });
  }

  private viewFor(actor: MemberActor, row: ChannelViewRow): ChannelSummary | ChannelView {
    return can(actor, 'channel.manage') ? toChannelView(row, this.connectors, this.contexts) : toChannelSummary(row, this.connectors, this.contexts);
  }

  private async managed(actor: MemberActor, channelId: string): Promise<ChannelView> {
    return toChannelView(await this.database.inWorkspace(actor.workspaceId, (tx) => one(tx, channelId)), this.connectors, this.contexts);
  }
}

/** What of the settings is kept in clear beside them: the account's name on the platform, and when answers are taken. */
function keptOf(connector: AnyConnector, settings: Settings): [string | null, string | null] {
  const rules = rulesOf(capabilitiesOf(connector, () => settings));
  return [connector.account?.(settings) ?? null, rules === null ? null : JSON.stringify(rules)];
}

async function one(tx: Tx, channelId: string): Promise<ChannelViewRow> {
  const [row] = await tx.query<ChannelViewRow>(selectChannels('c.id = $2'), [tx.workspaceId, channelId]);
  if (row === undefined) throw notFound('channel');
  return row;
}

const refusal = (code: string, detail: string, path: string) => () => invalid(code, detail, { errors: [{ path, message: detail }] });
const noSuchTeam = refusal('unknown-team', 'One of these teams does not exist.', 'teamIds');
const noSuchMember = refusal('unknown-member', 'One of these members does not exist.', 'memberIds');
