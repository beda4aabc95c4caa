import { Injectable } from '@nestjs/common';
import { openingAt } from '@kontuar/connectors';
import type { MatterView, WidgetConfig } from '@kontuar/contract';
import { mattersOf, usualAnswerSeconds, VisitorThreads } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import type { OpenChat } from './widget-door';

interface Facts { workspaceName: string; help: boolean; matters: NonNullable<WidgetConfig['matters']>; usualAnswerSeconds: number | null; agents: WidgetConfig['agents'] }
const KEEP_MS = 20_000;
const MAX_KEPT = 2000;
/** More are no choice any more, but a form. */
const MOST_MATTERS = 8;
/** Nobody calls themselves a lead. */
const mattersForVisitors = (all: readonly MatterView[]): Facts['matters'] => all.filter(({ key, archived }) => !archived && key !== 'lead').slice(0, MOST_MATTERS).map(({ key, name }) => ({ key, name }));

/** What anybody may know of a chat before a word was said; asked for by every page view, so its figures are kept for seconds. */
@Injectable()
export class WidgetConfigs {
  private readonly kept = new Map<string, { until: number; facts: Promise<Facts> }>();

  constructor(private readonly database: Database, private readonly threads: VisitorThreads) {}

  async of({ row, settings }: OpenChat, now = new Date()): Promise<WidgetConfig> {
    const facts = await this.facts(row.id, row.workspace_id);
    const { open, changesAt } = openingAt(settings, now);
    const greetings = { ...(settings.greetingEn === '' ? {} : { en: settings.greetingEn }), ...(settings.greetingPl === '' ? {} : { pl: settings.greetingPl }) };
    const defaultLocale = settings.languages.includes(settings.defaultLanguage) ? settings.defaultLanguage : settings.languages[0] ?? 'en';
    return {
      channelId: row.id, workspaceName: facts.workspaceName, locales: settings.languages, defaultLocale,
      theme: { accent: settings.accent, position: settings.position, scheme: settings.scheme },
      greeting: greetings[defaultLocale] ?? null, greetings,
      preChat: { matter: settings.askMatter, name: settings.askName, email: settings.askEmail },
      agents: facts.agents, usualAnswerSeconds: facts.usualAnswerSeconds,
      open, changesAt: changesAt?.toISOString() ?? null,
      privacyUrl: settings.privacyUrl === '' ? null : settings.privacyUrl,
      maxFileBytes: settings.maxFileMb * 1024 * 1024, email: settings.emailChannelId !== '', links: settings.links, ways: settings.ways, help: facts.help, matters: settings.ownMatters ? facts.matters : null,
    };
  }

  private facts(channelId: string, workspaceId: string): Promise<Facts> {
    const known = this.kept.get(channelId);
    if (known !== undefined && known.until > Date.now()) return known.facts;
    const facts = this.load(channelId, workspaceId);
    if (this.kept.size >= MAX_KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    this.kept.set(channelId, { until: Date.now() + KEEP_MS, facts });
    facts.catch(() => { this.kept.delete(channelId); });
    return facts;
  }

  private load(channelId: string, workspaceId: string): Promise<Facts> {
    return this.database.inWorkspace(workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ name: string }>('SELECT name FROM workspaces WHERE id = $1', [workspaceId]);
      const [help] = await tx.query(`SELECT 1 FROM help_sites s WHERE s.workspace_id = $1 AND s.open AND EXISTS (SELECT 1 FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.workspace_id = $1 AND a.audience = 'public' AND a.archived_at IS NULL AND t.live_revision IS NOT NULL)`, [workspaceId]);
      // Faces of those who are there now and may read this channel; who answered here lately comes first.
      const agents = await tx.query<{ id: string; name: string; avatar_key: string | null }>(
        `SELECT b.id, u.name, u.avatar_key FROM memberships b JOIN users u ON u.id = b.user_id JOIN channels c ON c.id = $2
         WHERE b.workspace_id = $1 AND b.active AND b.presence = 'on' AND b.role <> 'brand_analyst' AND (
           c.access = 'everyone' OR EXISTS (SELECT 1 FROM channel_members cm WHERE cm.channel_id = c.id AND cm.member_id = b.id)
           OR EXISTS (SELECT 1 FROM channel_teams ct JOIN team_members tm ON tm.team_id = ct.team_id WHERE ct.channel_id = c.id AND tm.member_id = b.id))
         ORDER BY (SELECT max(k.last_message_at) FROM conversations k WHERE k.channel_id = $2 AND k.assignee_id = b.id AND k.state IN ('open', 'pending')) DESC NULLS LAST, u.name LIMIT 3`,
        [workspaceId, channelId],
      );
      return {
        workspaceName: workspace?.name ?? '', help: help !== undefined, matters: mattersForVisitors(await mattersOf(tx)), usualAnswerSeconds: await usualAnswerSeconds(tx, channelId),
        agents: agents.map((agent) => this.threads.person(channelId, agent.id, agent.name, agent.avatar_key)),
      };
    });
  }
}
