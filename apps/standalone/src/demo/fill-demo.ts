import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Delivery } from '@kontuar/connectors';
import { Articles, ChannelContexts, Channels, Connectors, Conversations, Deliveries, HelpSites, Ingest, Lessons, type MemberActor, Members, Messages, Publishing, Starts } from '@kontuar/core';
import { Database, type Tx } from '@kontuar/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { articles } from './articles';
import { demoId } from './demo-ids';
import { fillListening } from './demo-listening';
import { DEMO_PAGE, fillModeration } from './demo-moderation';
import { fillOrders } from './demo-orders';
import { fillAfter } from './demo-after';
import { fillRouting } from './demo-routing';
import { fillWork } from './demo-work';
import { demoChannels } from './remove-demo';
import { type Agent, agents, cannedAnswers, type DemoChannel, labels, type Line, stories, type Story, teams } from './stories';
import { SHOP_ADDRESS, wires } from './wire';

const channels: Record<DemoChannel | 'facebook', { name: string; settings: object; paused: boolean }> = {
  email: { name: 'sklep@dom-lipowy.example (demo)', settings: { address: SHOP_ADDRESS, password: 'demo', imapHost: 'imap.dom-lipowy.example', smtpHost: 'smtp.dom-lipowy.example' }, paused: true },
  telegram: { name: '@domlipowy_bot (demo)', settings: { token: '1000000001:demo-token-of-a-bot-that-is-not' }, paused: true },
  chat: { name: 'dom-lipowy.example (demo)', settings: { greetingEn: 'Hello, how can we help?', greetingPl: 'Dzień dobry, w czym pomóc?' }, paused: false },
  counter: { name: 'Salon Kraków (demo)', settings: {}, paused: false },
  facebook: { name: 'Dom Lipowy, Facebook (demo)', settings: { appId: '100000000000001', appSecret: '0123456789abcdef0123456789abcdef', pageId: DEMO_PAGE, accessToken: 'a-page-access-token-that-is-none', verifyToken: 'a-word-that-nobody-asks-for' }, paused: true },
};

/** Fills the workspace as its people and its customers would have done, with `owner` as one of them. Resolves with the number of conversations. */
export async function fillDemo(app: INestApplicationContext, owner: MemberActor): Promise<number> {
  const shop = new Shop(app, owner);
  await shop.open();
  for (const [seed, story] of stories.entries()) await shop.tell(story, seed);
  await shop.explain();
  await shop.work();
  await shop.setClocks();
  await fillOrders(app, owner, demoId(owner.workspaceId, 'channel email'));
  await fillListening(app, owner);
  await fillModeration(app, owner);
  await shop.setClocks();
  await fillRouting(app, owner);
  return stories.length;
}

class Shop {
  private readonly database: Database;
  private readonly actors = new Map<Agent, MemberActor>();
  /** By the name of the customer. */
  private readonly told = new Map<string, string>();

  constructor(private readonly app: INestApplicationContext, private readonly owner: MemberActor) {
    this.database = app.get(Database);
  }

  private id(kind: string, name: string): string {
    return demoId(this.owner.workspaceId, `${kind} ${name}`);
  }

  private actor(agent: Agent): MemberActor {
    return this.actors.get(agent) ?? this.owner;
  }

  async open(): Promise<void> {
    const { workspaceId } = this.owner;
    // Nobody knows it: these people are seen and assigned to, they do not sign in.
    const passwordHash = await hash(randomBytes(32));
    await this.database.asSystem(async (tx) => {
      for (const [key, { name, locale }] of Object.entries(agents)) {
        const userId = this.id('user', key);
        await tx.execute('INSERT INTO users (id, email, name, password_hash, locale) VALUES ($1, $2, $3, $4, $5)', [userId, `${key}.${userId.slice(0, 8)}@dom-lipowy.example`, name, passwordHash, locale]);
        await tx.execute(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($1, $2, $3, 'agent')`, [this.id('member', key), workspaceId, userId]);
      }
    });
    await this.database.inWorkspace(workspaceId, (tx) => this.furnish(tx));
    // The others are paused, because nobody stands behind their addresses.
    for (const key of demoChannels) if (!channels[key].paused) await this.app.get(Channels).check(this.owner, this.id('channel', key));
    await this.database.inWorkspace(workspaceId, async (tx) => {
      for (const agent of Object.keys(agents) as Agent[]) {
        const actor = await this.app.get(Members).byId(tx, this.id('member', agent));
        if (actor !== undefined) this.actors.set(agent, actor);
      }
    });
  }

  private async furnish(tx: Tx): Promise<void> {
    const { workspaceId } = this.owner;
    // A label or a team of the same name stays the workspace's own; the demo then does without.
    for (const { name, kind } of teams) await tx.execute('INSERT INTO teams (id, workspace_id, name, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [this.id('team', name), workspaceId, name, kind]);
    for (const { name, tone } of labels) await tx.execute('INSERT INTO labels (id, workspace_id, name, tone) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [this.id('label', name), workspaceId, name, tone]);
    for (const { shortcut, title, text, locale } of cannedAnswers) {
      await tx.execute('INSERT INTO canned (id, workspace_id, shortcut, title, text, locale) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [this.id('canned', shortcut), workspaceId, shortcut, title, text, locale]);
    }
    for (const key of demoChannels) {
      const connector = this.app.get(Connectors).get(key);
      const { name, settings, paused } = channels[key];
      const parsed = connector.settings.parse(settings) as Record<string, never>;
      const stored = this.app.get(ChannelContexts).sealed(connector, this.id('channel', key), parsed);
      await tx.execute(
        'INSERT INTO channels (id, workspace_id, connector_id, name, settings, secrets, identity_scope, paused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [this.id('channel', key), workspaceId, connector.id, name, JSON.stringify(stored.settings), stored.secrets, connector.identityScope?.(parsed) ?? connector.id, paused],
      );
    }
  }

  async tell(story: Story, seed: number): Promise<void> {
    let conversationId = '';
    let step = 0;
    for (const line of story.lines) {
      if (line.by !== 'customer') await this.say(conversationId, line, `demo-${seed}-${line.minutesAgo}`);
      else {
        const delivery = wires[story.channel]?.(story, line, minutesAgo(line.minutesAgo), step, seed);
        conversationId = delivery === undefined ? await this.log(story, line) : await this.receive(story, delivery);
        step += 1;
      }
    }
    await this.sort(story, conversationId);
    this.told.set(story.customer.name, conversationId);
  }

  /** Articles for customers and for the house, and a lesson that waits for its review. */
  async explain(): Promise<void> {
    const { owner } = this;
    const [own] = await this.database.inWorkspace(owner.workspaceId, async (tx) => {
      const known = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM articles WHERE workspace_id = $1', [owner.workspaceId]);
      for (const { name, audience } of articles) await tx.execute('INSERT INTO articles (id, workspace_id, audience, created_by) VALUES ($1, $2, $3, $4)', [this.id('article', name), owner.workspaceId, audience, owner.memberId]);
      return known;
    });
    // What the workspace wrote itself stays behind a closed door, if that is where it is.
    if (own?.count === 0) await this.app.get(HelpSites).change(owner, { open: true });
    else await this.app.get(HelpSites).get(owner);
    for (const { name, texts } of articles) {
      for (const locale of ['en', 'pl'] as const) {
        await this.app.get(Articles).save(owner, this.id('article', name), locale, { version: 0, slug: null, ...texts[locale] });
        await this.app.get(Publishing).publish(owner, this.id('article', name), locale, 1);
      }
    }
    const [resolved] = await this.database.inWorkspace(owner.workspaceId, (tx) => tx.query<{ id: string }>(`SELECT id FROM conversations WHERE channel_id = $1 AND state = 'resolved' ORDER BY number LIMIT 1`, [this.id('channel', 'email')]));
    if (resolved === undefined) return;
    await this.app.get(Lessons).create(this.actor('ola'), {
      conversationId: resolved.id, caseId: null, title: 'Faktura z drugim adresem', happened: 'Klient prosił o fakturę na firmę z innym adresem niż dostawa. Szukaliśmy tego dwa dni.',
      change: 'Pytamy o adres do faktury już przy zamówieniu.', answer: 'Fakturę na inny adres wystawimy od ręki: wystarczy NIP i adres firmy.', tags: ['faktury'], qualities: ['effective', 'fast'],
    });
  }

  async work(): Promise<void> {
    const people = { owner: this.owner, marek: this.actor('marek') };
    await fillWork(this.app, people, (customer) => this.told.get(customer));
    await fillAfter(this.app, people, (customer) => this.told.get(customer));
  }

  private async log(story: Story, line: Line): Promise<string> {
    const { conversation } = await this.app.get(Starts).start(this.actor(story.assignee ?? 'you'), {
      channelId: this.id('channel', story.channel), contactName: story.customer.name, text: line.text, inbound: true, assignToMe: false,
    });
    await this.touch(conversation.id, line);
    return conversation.id;
  }

  private async receive(story: Story, delivery: Delivery): Promise<string> {
    const channelId = this.id('channel', story.channel);
    await this.app.get(Deliveries).store({ channelId, workspaceId: this.owner.workspaceId }, [delivery]);
    // A worker that runs beside us may be quicker; either way it is read when this ends.
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20))) {
      await this.app.get(Ingest).run(channelId);
      const [row] = await this.database.inWorkspace(this.owner.workspaceId, (tx) =>
        tx.query<{ state: string; conversation_id: string | null; error: string | null }>('SELECT state, conversation_id, error FROM deliveries WHERE channel_id = $1 AND external_id = $2', [channelId, delivery.externalId]));
      if (row?.conversation_id != null) return row.conversation_id;
      if (row !== undefined && row.state !== 'received') throw new Error(`A demo message was not read (${row.state}): ${row.error ?? ''}`);
    }
    throw new Error('A demo message was not read within 30 seconds.');
  }

  private async say(conversationId: string, line: Line, clientId: string): Promise<void> {
    const mentions = line.mentions === undefined ? [] : [this.actor(line.mentions).memberId];
    const answer = await this.app.get(Messages).post(this.actor(line.by as Agent), conversationId, { clientId, text: line.text, private: line.note === true, attachmentIds: [], mentions, sendNow: false });
    if (line.note === true) return this.touch(conversationId, line);
    // Of a workspace with rules of its own: it waits for somebody's yes, as it should.
    if (!('message' in answer)) return;
    const { message } = answer;
    const ended = line.ended ?? 'delivered';
    const failure = ended === 'failed' ? 'mailbox-full' : ended === 'unknown' ? 'timeout' : null;
    const at = minutesAgo(line.minutesAgo);
    await this.database.inWorkspace(this.owner.workspaceId, async (tx) => {
      // It never leaves: the undo window is still open, and now it has been sent long ago.
      await tx.execute(
        `UPDATE messages SET status = $2, failure_code = $3, at = $4, send_at = NULL, delivered_at = CASE WHEN $5 THEN $4::timestamptz END, read_at = CASE WHEN $2 = 'read' THEN $4::timestamptz + interval '2 minutes' END WHERE id = $1`,
        [message.id, ended, failure, at, failure === null],
      );
      if (failure !== null) await tx.execute('UPDATE conversations SET preview_failed = true WHERE id = $1', [conversationId]);
    });
  }

  private async touch(conversationId: string, line: Line): Promise<void> {
    await this.database.inWorkspace(this.owner.workspaceId, (tx) =>
      tx.execute('UPDATE messages SET at = $2 WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM messages WHERE conversation_id = $1 AND kind <> $3)', [conversationId, minutesAgo(line.minutesAgo), 'event']));
  }

  private async sort(story: Story, conversationId: string): Promise<void> {
    const conversations = this.app.get(Conversations);
    const existing = new Set((await this.database.inWorkspace(this.owner.workspaceId, (tx) => tx.query<{ id: string }>('SELECT id FROM labels UNION ALL SELECT id FROM teams'))).map((row) => row.id));
    const labelIds = (story.labels ?? []).map((name) => this.id('label', name)).filter((id) => existing.has(id));
    const teamId = story.team === undefined || !existing.has(this.id('team', story.team)) ? undefined : this.id('team', story.team);
    await conversations.patch(this.owner, conversationId, {
      labelIds,
      ...(story.matter === undefined ? {} : { matter: story.matter }),
      ...(story.priority === undefined ? {} : { priority: story.priority }),
    });
    if (story.assignee !== undefined || teamId !== undefined) {
      await conversations.assign(this.owner, conversationId, { ...(story.assignee === undefined ? {} : { assigneeId: this.actor(story.assignee).memberId }), ...(teamId === undefined ? {} : { teamId }) });
    }
    if (story.state !== undefined) await conversations.patch(this.actor(story.assignee ?? 'you'), conversationId, { state: story.state });
    if (story.snoozedHours !== undefined) await conversations.patch(this.actor(story.assignee ?? 'you'), conversationId, { snoozedUntil: new Date(Date.now() + story.snoozedHours * 3_600_000).toISOString() });
  }

  /** Everything was said within these seconds; the lists must show when it would have been said. */
  async setClocks(): Promise<void> {
    const ids = demoChannels.map((key) => this.id('channel', key));
    await this.database.inWorkspace(this.owner.workspaceId, async (tx) => {
      // An event belongs right after what was said before it.
      await tx.execute(
        `UPDATE messages e SET at = said.at + interval '30 seconds'
         FROM (SELECT x.id, coalesce((SELECT m.at FROM messages m WHERE m.conversation_id = x.conversation_id AND m.kind <> 'event' AND m.seq < x.seq ORDER BY m.seq DESC LIMIT 1), x.at) AS at FROM messages x WHERE x.kind = 'event' AND x.channel_id = ANY($1::uuid[])) said
         WHERE e.id = said.id`,
        [ids],
      );
      await tx.execute(
        `UPDATE conversations c SET
           created_at = t.first_at, last_message_at = t.last_at, last_inbound_at = t.last_in,
           first_reply_at = t.first_out,
           waiting_since = CASE WHEN c.waiting_since IS NULL THEN NULL ELSE t.waiting END,
           resolved_at = CASE WHEN c.resolved_at IS NULL THEN NULL ELSE t.last_at + interval '1 minute' END
         FROM (
           SELECT m.conversation_id, min(m.at) AS first_at, max(m.at) FILTER (WHERE m.kind <> 'event') AS last_at,
             max(m.at) FILTER (WHERE m.direction = 'in') AS last_in, min(m.at) FILTER (WHERE m.direction = 'out') AS first_out,
             min(m.at) FILTER (WHERE m.direction = 'in' AND m.seq > coalesce((SELECT max(o.seq) FROM messages o WHERE o.conversation_id = m.conversation_id AND o.direction = 'out'), 0)) AS waiting
           FROM messages m WHERE m.channel_id = ANY($1::uuid[]) GROUP BY m.conversation_id
         ) t WHERE c.id = t.conversation_id`,
        [ids],
      );
      await tx.execute('UPDATE channels c SET last_inbound_at = (SELECT max(last_inbound_at) FROM conversations WHERE channel_id = c.id) WHERE id = ANY($1::uuid[])', [ids]);
    });
  }
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
