import { Injectable } from '@nestjs/common';
import type { MessageInput, TemplateList, TemplateView } from '@kontuar/contract';
import { ConnectorError, type Capabilities, type Template } from '@kontuar/connectors/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { readsChannel } from '../access/can';
import { conflict, DomainError, invalid, notFound } from '../errors';
import { firstOf } from '../first-of';
import { ChannelContexts } from './channel-contexts';
import { findChannel } from './channel.row';

export interface Chosen { text: string; template: { id: string; name: string; language: string; values: Record<string, string> } }

interface Kept { templates: Template[]; fetched_at: Date }

/** Approval takes the platform hours or days. */
const FRESH_MS = 3_600_000;
/** However often somebody asks for them anew. */
const ASK_EVERY_MS = 10_000;

/** The messages that a platform approved beforehand, as it told them last. */
@Injectable()
export class Templates {
  constructor(private readonly database: Database, private readonly contexts: ChannelContexts) {}

  async list(actor: MemberActor, channelId: string, refresh: boolean): Promise<TemplateList> {
    if (!readsChannel(actor, channelId)) throw notFound('channel');
    const kept = await this.fresh(actor.workspaceId, channelId, refresh ? ASK_EVERY_MS : FRESH_MS, refresh);
    return { items: kept.templates.map(toView), fetchedAt: kept.fetched_at.toISOString() };
  }

  /** So that the one that is about to be sent is known; outside of any transaction. */
  async know(actor: MemberActor, conversationId: string, templateId: string): Promise<void> {
    const channelId = await this.database.inWorkspace(actor.workspaceId, async (tx) => (await tx.query<{ channel_id: string }>(`SELECT w.channel_id FROM conversations c JOIN conversations w ON w.id = ${firstOf('c.way_id', 'c.part_of', 'c.id')} WHERE c.id = $1`, [conversationId]))[0]?.channel_id);
    if (channelId !== undefined) await this.knowOn(actor, channelId, templateId);
  }

  /** Of a channel that is closed to the actor nothing is asked; what they may do with it is decided where it is used. */
  async knowOn(actor: MemberActor, channelId: string, templateId: string): Promise<void> {
    if (!readsChannel(actor, channelId)) return;
    const kept = await this.database.inWorkspace(actor.workspaceId, (tx) => keptOf(tx, channelId));
    if (kept?.templates.some((template) => template.id === templateId && template.state === 'approved') !== true) await this.fresh(actor.workspaceId, channelId, ASK_EVERY_MS, false);
  }

  private async fresh(workspaceId: string, channelId: string, maxAgeMs: number, demanded: boolean): Promise<Kept> {
    const { row, kept } = await this.database.inWorkspace(workspaceId, async (tx) => ({ row: await findChannel(tx, channelId), kept: await keptOf(tx, channelId) }));
    if (row === undefined) throw notFound('channel');
    if (kept !== undefined && Date.now() - kept.fetched_at.getTime() < maxAgeMs) return kept;
    const { connector, ctx } = await this.contexts.open(row);
    if (connector.templates === undefined || this.contexts.capabilitiesOf(row).templates !== true) throw conflict('no-templates', 'This channel has no templates.');
    try {
      const templates = await connector.templates(ctx);
      const fetchedAt = new Date();
      await this.database.inWorkspace(workspaceId, (tx) => tx.execute(
        `INSERT INTO channel_templates (channel_id, workspace_id, templates, fetched_at) VALUES ($1, $2, $3, $4) ON CONFLICT (channel_id) DO UPDATE SET templates = excluded.templates, fetched_at = excluded.fetched_at`,
        [channelId, workspaceId, JSON.stringify(templates), fetchedAt],
      ));
      return { templates, fetched_at: fetchedAt };
    } catch (error) {
      // Those of an hour ago are better than none, unless somebody wants to see new ones.
      if (kept !== undefined && !demanded) return kept;
      throw new DomainError('unavailable', 'templates-unavailable', error instanceof ConnectorError ? error.message : 'The platform did not answer with its templates.');
    }
  }
}

async function keptOf(tx: Tx, channelId: string): Promise<Kept | undefined> {
  return (await tx.query<Kept>(`SELECT templates, fetched_at FROM channel_templates WHERE channel_id = $1`, [channelId]))[0];
}

/** As the platform told last. */
export async function isApproved(tx: Tx, channelId: string, templateId: string): Promise<boolean> {
  return (await keptOf(tx, channelId))?.templates.some(({ id, state }) => id === templateId && state === 'approved') === true;
}

/** The template with its variables filled in, as the customer will read it. @throws DomainError for what the platform would refuse. */
export async function chosenTemplate(tx: Tx, capabilities: Pick<Capabilities, 'templates'>, channelId: string, input: NonNullable<MessageInput['template']>): Promise<Chosen> {
  if (capabilities.templates !== true) throw invalid('no-templates', 'This channel has no templates.');
  const template = (await keptOf(tx, channelId))?.templates.find((one) => one.id === input.id);
  if (template === undefined) throw notFound('template');
  if (template.state !== 'approved') throw conflict('template-not-approved', 'The platform has not approved this template.', { state: template.state });
  const keys = new Set(template.variables.map((variable) => variable.key));
  const errors = [
    ...[...keys].filter((key) => (input.values[key] ?? '') === '').map((key) => ({ path: `template.values.${key}`, message: 'Fill this in' })),
    ...Object.keys(input.values).filter((key) => !keys.has(key)).map((key) => ({ path: `template.values.${key}`, message: 'This template has no such variable' })),
  ];
  if (errors.length > 0) throw invalid('template-values', 'Every variable of the template needs a value.', { errors });
  const fill = (text: string): string => text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, key: string) => input.values[key] ?? whole);
  const text = [template.header?.kind === 'text' ? template.header.text : undefined, template.body, template.footer].filter((part) => part !== undefined && part !== '').map((part) => fill(part as string)).join('\n\n');
  return { text, template: { id: template.id, name: template.name, language: template.language, values: input.values } };
}

const toView = (template: Template): TemplateView => ({
  id: template.id, name: template.name, language: template.language, category: template.category ?? null, state: template.state,
  header: template.header ?? null, body: template.body, footer: template.footer ?? null, buttons: template.buttons ?? [], variables: template.variables,
});
