import { Inject, Injectable } from '@nestjs/common';
import type { Locale } from '@kontuar/contract';
import { Queues, Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import { can } from '../access/can';
import { findSurroundings } from '../cases/case-settings';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { chosenTemplate, type Chosen } from '../channels/templates.service';
import { rootOf } from '../contacts/homes';
import { DomainError } from '../errors';
import { keptBack } from '../crisis/in-force';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { Members } from '../members/members.service';
import { wakeAt } from '../planned/wake';
import { zoneOfContact } from '../time-zones/customer-zone';
import { CONFIG } from '../tokens';
import { NOT_APPROVED, templatesApproved } from './approved';
import { judge } from './audience';
import { holdCampaign, outreachSettingsOf, type CampaignRecord } from './campaign.row';
import { backToDraft, judgeSome, NOBODY, peopleOfCampaign, settleAudience, writeDown, writtenDown } from './gather';
import { placeOutreach } from './place';
import { allowedFrom } from './quiet';
import { unsubscribeUrl } from './unsubscribe-token';
import { render, type Rendered } from './words';

/** Between two looks; the pace is spread over them. */
const TICK_MS = 2000;
/** What cannot go on now (a paused channel, a server that is away) is looked at again after this. */
const TROUBLE_MS = 30_000;

interface Waiting { id: string; contact_id: string; locale: Locale }
interface Around { campaign: CampaignRecord; channelId: string; scope: string; workspaceName: string; houseZone: string; country: string; capCount: number; capDays: number; templates: boolean }

/** Lets a campaign leave at its pace: each look takes a few people, asks once more whether each may get it, and queues it in the same transaction. */
@Injectable()
export class OutreachRunner {
  constructor(private readonly contexts: ChannelContexts, private readonly members: Members, private readonly queues: Queues, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  /** Callers are in the workspace of the campaign. Answers false when there is nothing to do. */
  async run(tx: Tx, campaignId: string): Promise<boolean> {
    const campaign = await holdCampaign(tx, campaignId);
    if ((campaign.state !== 'running' && campaign.state !== 'preparing') || campaign.look_at === null || campaign.look_at > new Date()) return false;
    const channel = campaign.channel_id === null ? undefined : await findChannel(tx, campaign.channel_id);
    if (campaign.state === 'preparing') return this.prepare(tx, campaign, channel);
    if (await keptBack(tx, { workspaceId: campaign.workspace_id, kind: 'campaign', id: campaign.id, channelId: campaign.channel_id, teamId: null, at: campaign.look_at })) return keep(tx, campaign);
    if (channel === undefined || channel.deleted_at !== null) return this.wait(tx, campaign, TROUBLE_MS, 'The channel of this campaign is gone.');
    if (channel.paused) return this.wait(tx, campaign, TROUBLE_MS, 'The channel is paused.');
    // Nobody is left out for it: an approval may come back.
    if (!(await templatesApproved(tx, channel.id, campaign.words))) return this.wait(tx, campaign, TROUBLE_MS, NOT_APPROVED);
    const free = await roomOf(tx, campaign);
    if (free <= 0) return this.wait(tx, campaign, TICK_MS, null);
    const settings = await outreachSettingsOf(tx, campaign.workspace_id);
    const { timeZone, settings: { country } } = await findSurroundings(tx, campaign.workspace_id);
    const [workspace] = await tx.query<{ name: string }>('SELECT name FROM workspaces WHERE id = $1', [campaign.workspace_id]);
    const around: Around = {
      campaign, channelId: channel.id, scope: channel.identity_scope, workspaceName: workspace?.name ?? '', houseZone: timeZone, country, capCount: settings.capCount, capDays: settings.capDays, templates: this.contexts.capabilitiesOf(channel).templates === true,
    };
    const waiting = await tx.query<Waiting>(`SELECT id, contact_id, locale FROM outreach_recipients WHERE campaign_id = $1 AND state = 'waiting' AND not_before <= now() ORDER BY not_before, id LIMIT $2 FOR UPDATE SKIP LOCKED`, [campaign.id, free]);
    await this.take(tx, around, waiting);
    return this.goOn(tx, campaign);
  }

  /** First a line for everybody, then some of those who were not judged yet; after the last of them it begins, or waits for a second person. */
  private async prepare(tx: Tx, campaign: CampaignRecord, channel: ChannelRow | undefined): Promise<boolean> {
    if (channel === undefined || channel.deleted_at !== null) return backToDraft(tx, campaign, 'The channel of this campaign is gone.');
    if (!(await writtenDown(tx, campaign))) {
      const found = await this.everybody(tx, campaign);
      if ('trouble' in found) return backToDraft(tx, campaign, found.trouble);
      await writeDown(tx, campaign, found.people);
      return this.prepareOn(tx, campaign, null);
    }
    if ((await judgeSome(tx, campaign, channel.identity_scope)) > 0) return this.prepareOn(tx, campaign, null);
    const settled = await settleAudience(tx, campaign);
    if (settled === 'nobody') return backToDraft(tx, campaign, NOBODY);
    return settled === 'awaiting' || this.prepareOn(tx, campaign, campaign.start_at);
  }

  private async prepareOn(tx: Tx, campaign: CampaignRecord, startAt: Date | null): Promise<boolean> {
    const look = new Date(Math.max(Date.now(), startAt?.getTime() ?? 0));
    await tx.execute('UPDATE outreach_campaigns SET look_at = $2, waits_until = $3 WHERE id = $1', [campaign.id, look, look.getTime() > Date.now() ? look : null]);
    wakeAt(tx, this.queues, 'outreach', campaign.id, look);
    await record(tx, [directoryChanged({ kind: 'system', workspaceId: campaign.workspace_id }, 'outreach', campaign.id)], campaign.workspace_id);
    return true;
  }

  /** As whoever started it sees them. The segment may have gone, or they may have, since they pressed the key. */
  private async everybody(tx: Tx, campaign: CampaignRecord): Promise<{ people: string[] } | { trouble: string }> {
    const actor = campaign.started_by === null ? undefined : await this.members.byId(tx, campaign.started_by);
    if (actor === undefined || !can(actor, 'outreach.manage')) return { trouble: 'Whoever started it may not do so any more.' };
    try {
      const people = await peopleOfCampaign(tx, actor, campaign);
      return people.length === 0 ? { trouble: NOBODY } : { people };
    } catch (error) {
      if (error instanceof DomainError) return { trouble: error.message };
      throw error;
    }
  }

  /** In the order of the people, who are held: two campaigns that want one person ask one after the other, or the cap would count neither. */
  private async take(tx: Tx, around: Around, waiting: readonly Waiting[]): Promise<void> {
    const roots = new Map<string, string | undefined>();
    for (const { contact_id: contactId } of waiting) roots.set(contactId, await rootOf(tx, contactId));
    const people = [...new Set([...roots.values()].filter((id) => id !== undefined))].sort();
    await tx.query('SELECT id FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [people]);
    const judged = new Map((await judge(tx, people, around)).map((one) => [one.contactId, one]));
    const served = new Set<string>();
    for (const one of waiting) {
      const root = roots.get(one.contact_id);
      const who = root === undefined ? undefined : judged.get(root);
      if (root === undefined || who === undefined) await skip(tx, one.id, 'gone');
      else if (served.has(root) || (root !== one.contact_id && (await goesToThem(tx, around.campaign.id, root, one.id)))) await skip(tx, one.id, 'merged');
      else if (who.reason !== null || who.identityId === null) await skip(tx, one.id, who.reason ?? 'no-address');
      else {
        const zone = around.campaign.quiet.zone === 'house' ? around.houseZone : (who.timeZone ?? (await zoneOfContact(tx, root)).timeZone);
        const from = allowedFrom(new Date(), around.campaign.quiet, zone, around.country);
        if (from.getTime() > Date.now()) {
          await tx.execute('UPDATE outreach_recipients SET not_before = $2 WHERE id = $1', [one.id, from]);
          continue;
        }
        served.add(root);
        await this.place(tx, around, one, { contactId: root, identityId: who.identityId, name: who.name, locale: who.locale });
      }
    }
  }

  private async place(tx: Tx, around: Around, one: Waiting, who: { contactId: string; identityId: string; name: string; locale: Locale }): Promise<void> {
    const words = around.campaign.words[who.locale];
    if (words === null) return skip(tx, one.id, 'no-words');
    const url = this.config.http.publicUrl;
    const said = render(words, { contactName: who.name, workspaceName: around.workspaceName, locale: who.locale, unsubscribeUrl: url === undefined || words.template !== null ? undefined : unsubscribeUrl(this.secrets, url, one.id) });
    const chosen = said.template === null ? undefined : await this.chosen(tx, around, said.template);
    if (said.template !== null && chosen === undefined) return skip(tx, one.id, 'no-words');
    const final: Rendered = chosen === undefined ? said : { ...said, text: chosen.text };
    await placeOutreach(tx, this.queues, around.campaign, around.channelId, { recipientId: one.id, contactId: who.contactId, identityId: who.identityId, workspaceName: around.workspaceName, said: final, template: chosen?.template ?? null });
  }

  /** A name that leaves a value of the template empty is no reason to stop for everybody. */
  private async chosen(tx: Tx, around: Around, template: { id: string; values: Record<string, string> }): Promise<Chosen | undefined> {
    try {
      return await chosenTemplate(tx, { templates: around.templates }, around.channelId, template);
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  private async goOn(tx: Tx, campaign: CampaignRecord): Promise<boolean> {
    const [next] = await tx.query<{ at: Date | null; waiting: number }>(
      `SELECT CASE WHEN min(not_before) = '-infinity' THEN now() ELSE min(not_before) END AS at, count(*)::int AS waiting FROM (SELECT not_before FROM outreach_recipients WHERE campaign_id = $1 AND state = 'waiting' ORDER BY not_before LIMIT 1) w`, [campaign.id]);
    if ((next?.waiting ?? 0) === 0) {
      await tx.execute(`UPDATE outreach_campaigns SET state = 'done', ended_at = now(), look_at = NULL, waits_until = NULL, trouble = NULL, version = version + 1 WHERE id = $1`, [campaign.id]);
      await record(tx, [{ type: 'outreach.done', subjectId: campaign.id }, directoryChanged({ kind: 'system', workspaceId: campaign.workspace_id }, 'outreach', campaign.id)], campaign.workspace_id);
      return true;
    }
    const quietUntil = next?.at !== null && next !== undefined && next.at.getTime() > Date.now() ? next.at : null;
    const look = new Date(Math.max(Date.now() + TICK_MS, quietUntil?.getTime() ?? 0));
    await tx.execute('UPDATE outreach_campaigns SET look_at = $2, waits_until = $3, trouble = NULL WHERE id = $1', [campaign.id, look, quietUntil]);
    wakeAt(tx, this.queues, 'outreach', campaign.id, look);
    await record(tx, [directoryChanged({ kind: 'system', workspaceId: campaign.workspace_id }, 'outreach', campaign.id)], campaign.workspace_id);
    return true;
  }

  private async wait(tx: Tx, campaign: CampaignRecord, ms: number, trouble: string | null): Promise<boolean> {
    const look = new Date(Date.now() + ms);
    await tx.execute('UPDATE outreach_campaigns SET look_at = $2, trouble = $3 WHERE id = $1', [campaign.id, look, trouble]);
    wakeAt(tx, this.queues, 'outreach', campaign.id, look);
    if (trouble === campaign.trouble) return false;
    await record(tx, [directoryChanged({ kind: 'system', workspaceId: campaign.workspace_id }, 'outreach', campaign.id)], campaign.workspace_id);
    return true;
  }
}

/** Nobody looks at it again before somebody decided. */
async function keep(tx: Tx, campaign: CampaignRecord): Promise<boolean> {
  await tx.execute('UPDATE outreach_campaigns SET look_at = NULL, waits_until = NULL, trouble = NULL WHERE id = $1', [campaign.id]);
  await record(tx, [directoryChanged({ kind: 'system', workspaceId: campaign.workspace_id }, 'outreach', campaign.id)], campaign.workspace_id);
  return true;
}

/** How many may be queued now: within the last minute and hour never more than was set, in small parts, and none on top of what the server has not taken yet. */
async function roomOf(tx: Tx, campaign: CampaignRecord): Promise<number> {
  const [row] = await tx.query<{ minute: number; hour: number; unsent: number }>(
    `SELECT (SELECT count(*)::int FROM outreach_recipients WHERE campaign_id = $1 AND state = 'queued' AND queued_at > clock_timestamp() - interval '60 seconds') AS minute,
       (SELECT count(*)::int FROM outreach_recipients WHERE campaign_id = $1 AND state = 'queued' AND queued_at > clock_timestamp() - interval '1 hour') AS hour,
       (SELECT count(*)::int FROM outreach_recipients r JOIN messages m ON m.id = r.message_id WHERE r.campaign_id = $1 AND r.state = 'queued' AND r.queued_at > clock_timestamp() - interval '2 days' AND m.status IN ('queued', 'sending')) AS unsent`, [campaign.id]);
  const { minute = 0, hour = 0, unsent = 0 } = row ?? {};
  return Math.min(Math.ceil((campaign.per_minute * TICK_MS) / 60_000), campaign.per_minute - minute, campaign.per_hour - hour, campaign.per_minute - unsent);
}

async function skip(tx: Tx, recipientId: string, reason: string): Promise<void> {
  await tx.execute(`UPDATE outreach_recipients SET state = 'skipped', reason = $2 WHERE id = $1`, [recipientId, reason]);
}

/** Whoever it was merged into, or somebody else who was, gets it by a line of their own. */
async function goesToThem(tx: Tx, campaignId: string, root: string, recipientId: string): Promise<boolean> {
  return (await tx.query(
    `WITH RECURSIVE tree AS (SELECT $2::uuid AS id UNION SELECT c.id FROM contacts c JOIN tree ON c.merged_into = tree.id)
     SELECT 1 FROM outreach_recipients r WHERE r.campaign_id = $1 AND r.id <> $3 AND (r.contact_id = $2 OR r.state = 'queued') AND r.contact_id IN (SELECT id FROM tree) AND r.state <> 'skipped' LIMIT 1`, [campaignId, root, recipientId])).length > 0;
}
