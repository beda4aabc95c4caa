import { Inject, Injectable } from '@nestjs/common';
import type { CampaignInput, CampaignPatch, CampaignRow, CampaignState, CampaignView, DryRun, Locale, OutreachPeopleQuery, OutreachPerson, OutreachSettings, OutreachSettingsPatch, Page } from '@kontuar/contract';
import { Database, newId, Queues, Secrets, type Pulse, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { findSurroundings } from '../cases/case-settings';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { Templates } from '../channels/templates.service';
import { conflict, DomainError, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';
import { filterOf } from '../people/people.service';
import { wakeAt } from '../planned/wake';
import { recordConsents } from '../privacy/consents';
import { CONFIG, PULSE } from '../tokens';
import { NOT_APPROVED, templatesApproved, templatesOf } from './approved';
import { countReasons, judge, type Judged } from './audience';
import { campaignColumns, holdCampaign, outreachSettingsOf, type CampaignRecord } from './campaign.row';
import { JUDGED_AT_ONCE, judgeSome, NOBODY, peopleOfCampaign, settleAudience, writeDown } from './gather';
import { allowedFrom } from './quiet';
import { figuresOf, findCampaignView, peopleOf, toRow } from './results';
import { unsubscribeUrl } from './unsubscribe-token';
import { gapsIn, render } from './words';

const SAMPLES = 3;

/** Campaigns from the first words to the results. What leaves and when is the runner's. */
@Injectable()
export class Campaigns {
  constructor(
    private readonly database: Database, private readonly contexts: ChannelContexts, private readonly templates: Templates, private readonly queues: Queues, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  list(actor: MemberActor, page: PageRequest): Promise<Page<CampaignRow>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<CampaignRecord>(`SELECT ${campaignColumns} FROM outreach_campaigns g WHERE g.workspace_id = $1 AND ($2::uuid IS NULL OR g.id < $2) ORDER BY g.id DESC LIMIT $3`, [actor.workspaceId, afterId(page), page.limit + 1]);
      const figures = await figuresOf(tx, rows.slice(0, page.limit).map(({ id }) => id));
      return toPageById(rows, page.limit, (row) => toRow(row, (figures.get(row.id) as { all: CampaignRow['figures'] }).all));
    });
  }

  get(actor: MemberActor, id: string): Promise<CampaignView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => viewOf(tx, id));
  }

  people(actor: MemberActor, id: string, query: OutreachPeopleQuery): Promise<Page<OutreachPerson>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await viewOf(tx, id);
      return toPageById(await peopleOf(tx, id, query.of, afterId(query), query.limit + 1), query.limit, (person) => person);
    });
  }

  add(actor: MemberActor, input: CampaignInput): Promise<CampaignView> {
    return this.unit(actor, async (tx) => {
      const id = newId();
      await this.check(tx, actor, input);
      await tx.execute(
        'INSERT INTO outreach_campaigns (id, workspace_id, name, purpose, segment_id, channel_id, words, default_locale, per_minute, per_hour, quiet, start_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
        [id, actor.workspaceId, input.name, input.purpose, input.segmentId, input.channelId, JSON.stringify(input.words), input.defaultLocale, input.perMinute, input.perHour, JSON.stringify(input.quiet), input.startAt, actor.memberId]);
      return this.tell(tx, actor, id, 'added');
    });
  }

  /** What it says and to whom is settled when it starts; the pace and the quiet hours may change while it runs. */
  change(actor: MemberActor, id: string, patch: CampaignPatch): Promise<CampaignView> {
    return this.unit(actor, async (tx) => {
      const row = await holdCampaign(tx, id);
      if (patch.version !== undefined && patch.version !== row.version) throw conflict('campaign-moved', 'Somebody changed this campaign a moment ago.');
      const { version: _version, ...fields } = patch;
      const onTheWay = row.state === 'preparing' || row.state === 'running' || row.state === 'paused' || row.state === 'awaiting';
      if (row.state !== 'draft' && Object.keys(fields).some((field) => !onTheWay || !['perMinute', 'perHour', 'quiet', 'name'].includes(field))) throw conflict('campaign-started', 'A campaign that was started says what it says. Its pace and its quiet hours can be changed while it runs.');
      const next = { name: row.name, purpose: row.purpose, segmentId: row.segment_id, channelId: row.channel_id, words: row.words, defaultLocale: row.default_locale, perMinute: row.per_minute, perHour: row.per_hour, quiet: row.quiet, startAt: row.start_at?.toISOString() ?? null, ...defined(fields) };
      await this.check(tx, actor, next);
      await tx.execute(
        `UPDATE outreach_campaigns SET name = $2, purpose = $3, segment_id = $4, channel_id = $5, words = $6, default_locale = $7, per_minute = $8, per_hour = $9, quiet = $10, start_at = $11, trouble = CASE WHEN state = 'draft' THEN NULL ELSE trouble END, version = version + 1 WHERE id = $1`,
        [id, next.name, next.purpose, next.segmentId, next.channelId, JSON.stringify(next.words), next.defaultLocale, next.perMinute, next.perHour, JSON.stringify(next.quiet), next.startAt]);
      // Other quiet hours: whoever waits for the old ones is looked at anew.
      if (fields.quiet !== undefined && onTheWay) await tx.execute(`UPDATE outreach_recipients SET not_before = coalesce($2::timestamptz, '-infinity') WHERE campaign_id = $1 AND state IN ('unjudged', 'waiting')`, [id, row.start_at]);
      if (row.state === 'running') await this.wake(tx, id, row.start_at);
      return this.tell(tx, actor, id, 'changed', { fields: Object.keys(fields) });
    });
  }

  remove(actor: MemberActor, id: string): Promise<void> {
    return this.unit(actor, async (tx) => {
      if ((await holdCampaign(tx, id)).state !== 'draft') throw conflict('campaign-started', 'Only a draft can be thrown away.');
      await tx.execute('DELETE FROM outreach_campaigns WHERE id = $1', [id]);
      await record(tx, [{ type: 'outreach.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'outreach', id)]);
    });
  }

  async dryRun(actor: MemberActor, id: string): Promise<DryRun> {
    await this.knowTemplates(actor, id);
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<CampaignRecord>(`SELECT ${campaignColumns} FROM outreach_campaigns g WHERE g.id = $1`, [id]);
      if (row === undefined) throw notFound('campaign');
      const channel = row.channel_id === null ? undefined : await findChannel(tx, row.channel_id);
      const judged = channel === undefined ? [] : await this.judged(tx, actor, row, channel);
      const would = judged.filter(({ reason }) => reason === null);
      const { timeZone, settings: { country } } = await findSurroundings(tx, actor.workspaceId);
      const now = new Date();
      // Asked of each clock once: thousands of people live by a few.
      const quietIn = new Map<string, boolean>();
      const isQuiet = (zone: string): boolean => {
        const known = quietIn.get(zone) ?? allowedFrom(now, row.quiet, zone, country) > now;
        quietIn.set(zone, known);
        return known;
      };
      const quietNow = would.filter((one) => isQuiet(row.quiet.zone === 'house' ? timeZone : (one.timeZone ?? timeZone))).length;
      const { approveAbove } = await outreachSettingsOf(tx, actor.workspaceId);
      return {
        people: judged.length, would: would.length, reasons: countReasons(judged), quietNow, byLocale: { en: would.filter(({ locale }) => locale === 'en').length, pl: would.filter(({ locale }) => locale === 'pl').length },
        minutes: Math.ceil(Math.max(would.length / row.per_minute, (would.length / row.per_hour) * 60)), needsApproval: approveAbove !== null && would.length > approveAbove,
        samples: await this.samples(tx, actor, row, would.slice(0, SAMPLES)), obstacles: await this.obstaclesNow(tx, row, channel),
      };
    });
  }

  /** Who is in the audience stands from here on; whether each may still get it is asked again when their message is queued. */
  async start(actor: MemberActor, id: string): Promise<CampaignView> {
    await this.knowTemplates(actor, id);
    return this.unit(actor, async (tx) => {
      const row = await holdCampaign(tx, id);
      if (row.state !== 'draft') throw conflict('campaign-started', 'This campaign was started already.');
      const channel = row.channel_id === null ? undefined : await findChannel(tx, row.channel_id);
      const [obstacle] = await this.obstaclesNow(tx, row, channel);
      if (channel === undefined || obstacle !== undefined) throw conflict('campaign-not-ready', obstacle ?? 'Choose a channel.');
      if (!can(actor, 'conversation.start', { kind: 'channel', channelId: channel.id })) throw notFound('channel');
      await tx.execute(`UPDATE outreach_campaigns SET state = 'preparing', trouble = NULL, started_by = $2, started_at = now(), version = version + 1 WHERE id = $1`, [id, actor.memberId]);
      // Few are judged while one waits; many are written down and judged by a worker, some at a time.
      const people = await peopleOfCampaign(tx, actor, row, JUDGED_AT_ONCE + 1);
      if (people.length > JUDGED_AT_ONCE) await this.wake(tx, id, null);
      else {
        await writeDown(tx, row, people);
        await judgeSome(tx, row, channel.identity_scope);
        const settled = await settleAudience(tx, row);
        if (settled === 'nobody') throw conflict('nobody-to-write-to', NOBODY);
        if (settled === 'running') await this.wake(tx, id, row.start_at);
      }
      return this.tell(tx, actor, id, 'started');
    });
  }

  /** A second pair of eyes: never those of whoever started it. */
  approve(actor: MemberActor, id: string): Promise<CampaignView> {
    return this.unit(actor, async (tx) => {
      const row = await holdCampaign(tx, id);
      if (row.state !== 'awaiting') throw conflict('nothing-to-approve', 'This campaign waits for nobody.');
      if (row.started_by === actor.memberId) throw forbidden();
      await tx.execute(`UPDATE outreach_campaigns SET state = 'running', approved_by = $2, version = version + 1 WHERE id = $1`, [id, actor.memberId]);
      await this.wake(tx, id, row.start_at);
      return this.tell(tx, actor, id, 'approved');
    });
  }

  pause(actor: MemberActor, id: string): Promise<CampaignView> {
    return this.move(actor, id, { from: ['running'], to: 'paused', told: 'paused' });
  }

  resume(actor: MemberActor, id: string): Promise<CampaignView> {
    return this.move(actor, id, { from: ['paused'], to: 'running', told: 'resumed' });
  }

  /** For good: nobody who waits gets it, and what is queued does not leave. */
  stop(actor: MemberActor, id: string): Promise<CampaignView> {
    return this.move(actor, id, { from: ['preparing', 'running', 'paused', 'awaiting'], to: 'stopped', told: 'stopped' });
  }

  /** They told us, or their provider did: no further message of any campaign to this address, and a no in the ledger. */
  complain(actor: MemberActor, id: string, recipientId: string): Promise<CampaignView> {
    return this.unit(actor, async (tx) => {
      const row = await holdCampaign(tx, id);
      const [one] = await tx.query<{ contact_id: string; complained: boolean }>('SELECT contact_id, complained_at IS NOT NULL AS complained FROM outreach_recipients WHERE id = $1 AND campaign_id = $2 FOR UPDATE', [recipientId, id]);
      if (one === undefined) throw notFound('recipient');
      if (!one.complained) {
        await tx.execute('UPDATE outreach_recipients SET complained_at = now() WHERE id = $1', [recipientId]);
        await recordConsents(tx, actor, [{ contactId: one.contact_id, purpose: row.purpose, given: false, source: 'agent', proof: { where: 'complaint about a campaign', note: row.name } }]);
      }
      return this.tell(tx, actor, id, 'complaint', { recipientId });
    });
  }

  /** As somebody will read it, to the member's own address; nothing of it is kept. */
  async test(actor: MemberActor, id: string, locale: Locale): Promise<void> {
    const { row, address, name, house, channel } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [found] = await tx.query<CampaignRecord>(`SELECT ${campaignColumns} FROM outreach_campaigns g WHERE g.id = $1`, [id]);
      if (found === undefined) throw notFound('campaign');
      const [me] = await tx.query<{ email: string; name: string; house: string }>('SELECT u.email, u.name, w.name AS house FROM memberships m JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id WHERE m.id = $1', [actor.memberId]);
      return { row: found, address: me?.email ?? '', name: me?.name ?? '', house: me?.house ?? '', channel: found.channel_id === null ? undefined : await findChannel(tx, found.channel_id) };
    });
    const words = row.words[locale];
    const [obstacle] = this.obstacles(row, channel);
    if (words === null || channel === undefined || obstacle !== undefined) throw conflict('campaign-not-ready', obstacle ?? 'There are no words in this language.');
    if (words.template !== null || this.contexts.capabilitiesOf(channel).subject !== true) throw conflict('no-test', 'Only an email can be sent to yourself.');
    const said = render(words, { contactName: name, workspaceName: house, locale, unsubscribeUrl: unsubscribeUrl(this.secrets, this.config.http.publicUrl ?? '', newId()) });
    const { connector, ctx } = await this.contexts.open(channel);
    await connector.send(ctx, {
      messageId: newId(), attempt: 1, to: { id: address, handle: address }, subject: `[Test] ${said.subject}`, text: said.text, ...(said.html === null ? {} : { html: said.html }), attachments: [], references: [], visibility: 'private', replyToken: '', author: { name: house, workspace: house }, language: locale, automatic: true,
    });
  }

  settings(actor: MemberActor): Promise<OutreachSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => outreachSettingsOf(tx, actor.workspaceId));
  }

  changeSettings(actor: MemberActor, patch: OutreachSettingsPatch): Promise<OutreachSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const next = { ...(await outreachSettingsOf(tx, actor.workspaceId)), ...defined(patch) };
      await tx.execute('INSERT INTO outreach_settings (workspace_id, approve_above, cap_count, cap_days) VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id) DO UPDATE SET approve_above = $2, cap_count = $3, cap_days = $4', [actor.workspaceId, next.approveAbove, next.capCount, next.capDays]);
      await record(tx, [{ type: 'outreach-settings.changed', actor: actorOf(actor), data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'outreach')]);
      return next;
    });
  }

  private move(actor: MemberActor, id: string, { from, to, told }: { from: CampaignState[]; to: CampaignState; told: string }): Promise<CampaignView> {
    return this.unit(actor, async (tx) => {
      const row = await holdCampaign(tx, id);
      if (!from.includes(row.state)) throw conflict('campaign-state', 'That cannot be done with this campaign as it stands now.', { state: row.state });
      await tx.execute(`UPDATE outreach_campaigns SET state = $2, look_at = NULL, waits_until = NULL, ended_at = CASE WHEN $2 = 'stopped' THEN now() ELSE ended_at END, version = version + 1 WHERE id = $1`, [id, to]);
      if (to === 'running') await this.wake(tx, id, row.start_at);
      return this.tell(tx, actor, id, told);
    });
  }

  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return work(tx);
    });
  }

  private async wake(tx: Tx, id: string, startAt: Date | null): Promise<void> {
    const at = new Date(Math.max(Date.now(), startAt?.getTime() ?? 0));
    await tx.execute('UPDATE outreach_campaigns SET look_at = $2, waits_until = $3 WHERE id = $1', [id, at, at.getTime() > Date.now() ? at : null]);
    wakeAt(tx, this.queues, 'outreach', id, at);
  }

  private async tell(tx: Tx, actor: MemberActor, id: string, what: string, data: Record<string, unknown> = {}): Promise<CampaignView> {
    await record(tx, [{ type: `outreach.${what}`, actor: actorOf(actor), subjectId: id, data }, directoryChanged(actor, 'outreach', id)]);
    return viewOf(tx, id);
  }

  private async check(tx: Tx, actor: MemberActor, input: Pick<CampaignInput, 'segmentId' | 'channelId' | 'words'>): Promise<void> {
    if (input.segmentId !== null) await filterOf(tx, actor, { segmentId: input.segmentId });
    if (input.channelId !== null && ((await findChannel(tx, input.channelId)) === undefined || !can(actor, 'conversation.start', { kind: 'channel', channelId: input.channelId }))) throw notFound('channel');
    for (const locale of ['en', 'pl'] as const) {
      const words = input.words[locale];
      if (words !== null && gapsIn(words)) throw invalid('empty-placeholder', 'There is a gap in the words that nobody can fill.', { errors: [{ path: `words.${locale}.text`, message: 'There is a gap in the words that nobody can fill.' }] });
    }
  }

  /** Everybody in the segment as it is now, and whether they may get it. */
  private async judged(tx: Tx, actor: MemberActor, row: CampaignRecord, channel: ChannelRow): Promise<Judged[]> {
    const ids = await peopleOfCampaign(tx, actor, row);
    const { capCount, capDays } = await outreachSettingsOf(tx, actor.workspaceId);
    return judge(tx, ids, { campaign: row, scope: channel.identity_scope, capCount, capDays });
  }

  private async samples(tx: Tx, actor: MemberActor, row: CampaignRecord, people: readonly Judged[]): Promise<DryRun['samples']> {
    const [workspace] = await tx.query<{ name: string }>('SELECT name FROM workspaces WHERE id = $1', [actor.workspaceId]);
    return people.flatMap((one) => {
      const words = row.words[one.locale];
      if (words === null) return [];
      const said = render(words, { contactName: one.name, workspaceName: workspace?.name ?? '', locale: one.locale, unsubscribeUrl: words.template === null ? `${this.config.http.publicUrl ?? ''}/unsubscribe/campaign/…` : undefined });
      const text = said.template === null ? said.text : Object.entries(said.template.values).map(([key, value]) => `${key}: ${value}`).join('\n');
      return [{ contactId: one.contactId, name: one.name, address: one.address, locale: one.locale, subject: said.subject, text, html: said.html }];
    });
  }

  /** The platform is asked outside of any transaction; one that does not answer has approved nothing that we know of. */
  private async knowTemplates(actor: MemberActor, id: string): Promise<void> {
    const [row] = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<Pick<CampaignRecord, 'channel_id' | 'words'>>(`SELECT channel_id, words FROM outreach_campaigns WHERE id = $1 AND state = 'draft'`, [id]));
    for (const templateId of row === undefined ? [] : templatesOf(row.words)) {
      if (row?.channel_id != null) await this.templates.knowOn(actor, row.channel_id, templateId).catch((error: unknown) => { if (!(error instanceof DomainError)) throw error; });
    }
  }

  private async obstaclesNow(tx: Tx, row: CampaignRecord, channel: ChannelRow | undefined): Promise<string[]> {
    const found = this.obstacles(row, channel);
    return found.length > 0 || channel === undefined || (await templatesApproved(tx, channel.id, row.words)) ? found : [NOT_APPROVED];
  }

  /** What has to be mended before it can start. */
  private obstacles(row: CampaignRecord, channel: ChannelRow | undefined): string[] {
    if (channel === undefined || channel.deleted_at !== null) return ['Choose a channel.'];
    const capabilities = this.contexts.capabilitiesOf(channel);
    const given = (['en', 'pl'] as const).flatMap((locale) => row.words[locale] ?? []);
    const found: string[] = [];
    if (!capabilities.startConversation || capabilities.logOnly === true || capabilities.public) found.push('On this channel nobody is written to first.');
    if (given.length === 0 || given.some((words) => words.template === null && words.text.trim() === '')) found.push('Write what it says, in at least one language.');
    if (given.some((words) => words.template === null) && capabilities.templates === true && capabilities.replyWindowHours !== undefined) found.push('On this channel we write first with an approved template alone.');
    if (given.some((words) => words.template !== null) && capabilities.templates !== true) found.push('This channel has no templates.');
    if (capabilities.subject === true && given.some((words) => words.subject.trim() === '')) found.push('An email wants a subject.');
    // Without it nobody could say no with one click, and that is what the law and mail providers want.
    if (this.config.http.publicUrl === undefined && given.some((words) => words.template === null)) found.push('The link to unsubscribe needs the public address of this server (KONTUAR_PUBLIC_URL).');
    return found;
  }
}

async function viewOf(tx: Tx, id: string): Promise<CampaignView> {
  const view = await findCampaignView(tx, id);
  if (view === undefined) throw notFound('campaign');
  return view;
}

const defined = <T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
