import { Inject, Injectable } from '@nestjs/common';
import { Actions, Channels, ChannelWatch, ClueKeeper, Conversations, Due, dueKinds, EmailContinuation, ErasureRunner, Faces, foldCounts, Housekeeping, HouseMail, ExportRunner, FactsKeeper, ImportRunner, Ingest, LineKeeper, LOG, Lookups, Media, MentionKeeper, Mentions, Moderator, NoticeDispatch, Notifier, PARSER, PeopleKeeper, PersonExports, Previewer, Reconciliation, Relay, ReplayList, ReportMailer, RetentionRunner, RoutingKeeper, RuleActs, RuleCalls, RuleKeeper, Sender, Shifts, Signals, SlaKeeper, SourceReader, SpikeWatch, StreamKeeper, Sweeps, THUMBNAILER, type Parser, type Thumbnailer } from '@kontuar/core';
import { Database, errorFields, Queues, type Log, type Poke } from '@kontuar/platform';
import { ChannelRunner } from './channels/channel-runner';
import { Lanes } from './lanes';

const need = (poke: Poke, name: string): string => {
  const value = poke[name];
  if (value === undefined) throw new Error(`a poke without ${name}`);
  return value;
};

/** Longer than the pause between two looks. */
const LOOK_AHEAD_MS = 6000;

/** What a worker does: a handler for each queue, and a sweeper beside each for what no poke reached. */
@Injectable()
export class Jobs {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  /** What came to its time and was missed. */
  private readonly missed = new Lanes(8);
  private stopped = false;
  private deaf: () => void = () => undefined;
  private end: () => void = () => undefined;
  private readonly over = new Promise<void>((resolve) => { this.end = resolve; });

  constructor(
    private readonly queues: Queues,
    private readonly database: Database,
    private readonly ingest: Ingest,
    private readonly sender: Sender,
    private readonly houseMail: HouseMail,
    private readonly media: Media,
    private readonly relay: Relay,
    private readonly runner: ChannelRunner,
    private readonly conversations: Conversations,
    private readonly actions: Actions,
    private readonly signals: Signals,
    private readonly lookups: Lookups,
    private readonly faces: Faces,
    private readonly reconciliation: Reconciliation,
    private readonly channels: Channels,
    private readonly watch: ChannelWatch,
    private readonly sweeps: Sweeps,
    private readonly housekeeping: Housekeeping,
    private readonly byEmail: EmailContinuation,
    private readonly due: Due,
    private readonly notifier: Notifier,
    private readonly dispatch: NoticeDispatch,
    private readonly shifts: Shifts,
    private readonly mentions: Mentions,
    private readonly people: PeopleKeeper,
    private readonly clues: ClueKeeper,
    private readonly slas: SlaKeeper,
    private readonly routing: RoutingKeeper,
    private readonly rules: RuleKeeper,
    private readonly ruleCalls: RuleCalls,
    private readonly facts: FactsKeeper,
    private readonly reports: ReportMailer,
    private readonly heard: MentionKeeper,
    private readonly sources: SourceReader,
    private readonly streams: StreamKeeper,
    private readonly lines: LineKeeper,
    private readonly previewer: Previewer,
    private readonly imports: ImportRunner,
    private readonly exports: ExportRunner,
    private readonly erasures: ErasureRunner,
    private readonly personExports: PersonExports,
    private readonly retention: RetentionRunner,
    private readonly replayList: ReplayList,
    private readonly moderator: Moderator,
    private readonly ruleActs: RuleActs,
    private readonly spikes: SpikeWatch,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(THUMBNAILER) private readonly thumbnailer: Thumbnailer,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    this.queues.handle('ingest', 8, (poke) => this.ingest.run(need(poke, 'channelId')));
    this.queues.handle('send', 16, (poke) => this.sender.run(need(poke, 'conversationId')));
    // Campaigns have a lane of their own: an agent's answer waits behind none of them.
    this.queues.handle('outreach', 2, (poke) => this.sender.run(need(poke, 'conversationId')));
    this.queues.handle('house-mail', 4, (poke) => this.houseMail.run(need(poke, 'subjectId')));
    this.queues.handle('media', 4, (poke) => this.media.run(need(poke, 'attachmentId')));
    this.queues.handle('act', 4, (poke) => (poke['actId'] === undefined ? this.actions.adopt(need(poke, 'messageId')) : this.actions.run(poke['actId'])));
    this.queues.handle('moderate', 4, (poke) => this.moderator.run(need(poke, 'channelId')));
    this.queues.handle('act-by-rule', 8, (poke) => this.ruleActs.run(need(poke, 'channelId')));
    this.queues.handle('signal', 4, (poke) => this.signals.run(need(poke, 'conversationId'), need(poke, 'kind'), Number(need(poke, 'at')), Number(poke['seq'] ?? 0)));
    this.queues.handle('lookup', 4, (poke) => this.lookups.run(need(poke, 'lookupId')));
    this.queues.handle('profile', 4, (poke) => this.faces.run(need(poke, 'identityId')));
    this.queues.handle('sweep', 2, (poke) => this.sweeps.run(need(poke, 'workspaceId'), need(poke, 'sweepId')));
    this.queues.handle('import', 1, (poke) => this.imports.run(need(poke, 'workspaceId'), need(poke, 'importId')));
    this.queues.handle('export', 1, (poke) => this.exports.run(need(poke, 'workspaceId'), need(poke, 'exportId')));
    this.queues.handle('privacy', 1, (poke) => (poke['kind'] === 'export' ? this.personExports : poke['kind'] === 'retention' ? this.retention : this.erasures).run(need(poke, 'workspaceId'), need(poke, 'id')));
    this.queues.handle('due', 8, (poke) => this.due.run(dueKinds.find((kind) => kind === poke['kind']) ?? 'planned', need(poke, 'id')));
    this.queues.handle('rule-call', 8, (poke) => this.ruleCalls.run(need(poke, 'callId')));
    this.relay.start();
    this.runner.start();
    const deaf = [this.notifier.start(), this.people.start(), this.clues.start(), this.slas.start(), this.routing.start(), this.rules.start(), this.facts.start(), this.heard.start()];
    this.deaf = () => { for (const one of deaf) one(); };
    this.every(2000, 'ingest', async () => { await Promise.all((await this.ingest.sweep()).map((channelId) => this.ingest.run(channelId))); });
    this.every(2000, 'send', async () => { await inTurns(8, await this.sender.sweep(), (conversationId) => this.sender.run(conversationId)); });
    this.every(5000, 'campaigns', async () => { await inTurns(2, await this.sender.sweepApart(), (conversationId) => this.sender.run(conversationId)); });
    this.every(2000, 'mails of the house', async () => { await inTurns(4, await this.houseMail.sweep(), (subjectId) => this.houseMail.run(subjectId)); });
    this.every(5000, 'media', async () => { await inTurns(2, await this.media.sweep(), (attachmentId) => this.media.run(attachmentId)); });
    this.every(5000, 'acts', async () => { await inTurns(2, await this.actions.sweep(), (actId) => this.actions.run(actId)); });
    this.every(10_000, 'unusual days', () => this.spikes.turn());
    this.every(2000, 'rules about comments', async () => { await inTurns(2, await this.moderator.sweep(), (channelId) => this.moderator.run(channelId)); });
    this.every(5000, 'what rules ask for', async () => { await inTurns(2, await this.ruleActs.sweep(), (channelId) => this.ruleActs.run(channelId)); });
    this.every(5000, 'lookups', async () => { await inTurns(4, await this.lookups.sweep(), (lookupId) => this.lookups.run(lookupId)); });
    this.every(10_000, 'profiles', async () => { await inTurns(2, await this.faces.sweep(), (identityId) => this.faces.run(identityId)); });
    this.every(10_000, 'pictures of people who are gone', () => this.faces.forget());
    this.every(15_000, 'comparison', async () => { await inTurns(4, await this.reconciliation.due(), (channelId) => this.orOver(this.reconciliation.run(channelId))); });
    this.every(60_000, 'checks', async () => { await inTurns(4, await this.channels.checksDue(), (channelId) => this.check(channelId)); });
    void this.channels.refreshKept().catch((error: unknown) => { this.log.warn(errorFields(error), 'channels keep what the version before said of them'); });
    void this.replayList.tend().catch((error: unknown) => { this.log.warn(errorFields(error), 'the list of erasures could not be followed; trying again with the next start'); });
    this.every(2000, 'snooze', async () => { await this.conversations.wakeSnoozed(); });
    this.every(2000, 'due', () => this.lookAhead());
    this.every(2000, 'shifts', () => this.shifts.turn());
    this.every(2000, 'mentions that were put off', () => this.mentions.wake());
    this.every(3000, 'files of customers', async () => { for (const { id, workspaceId } of await this.imports.due()) await this.imports.run(workspaceId, id); });
    this.every(5000, 'files for those who asked', async () => { for (const { id, workspaceId } of await this.exports.due()) await this.exports.run(workspaceId, id); });
    this.every(60_000, 'files that are over', () => this.exports.clear());
    this.every(3000, 'people', () => this.people.run());
    this.every(10_000, 'erasures', async () => { for (const { id, workspaceId } of await this.erasures.due()) await this.erasures.run(workspaceId, id); });
    this.every(30_000, 'exports of people', async () => { for (const { id, workspaceId } of await this.personExports.due()) await this.personExports.run(workspaceId, id); });
    this.every(10_000, 'rules about keeping', async () => { for (const { id, workspaceId } of await this.retention.due()) await this.retention.run(workspaceId, id); });
    this.every(30_000, 'files of what is gone', () => this.erasures.sweepFiles());
    this.every(2000, 'what people say of themselves', () => this.clues.run());
    this.every(2000, 'routing', () => this.routing.run());
    this.every(3000, 'promised times', () => this.slas.run());
    this.every(3000, 'rules', () => this.rules.run());
    this.every(3000, 'calls of rules', async () => { await inTurns(8, await this.ruleCalls.due(), (callId) => this.orOver(this.ruleCalls.run(callId))); });
    this.every(2000, 'reports by mail', async () => { for (const { id, workspaceId } of await this.reports.due()) await this.reports.run(workspaceId, id); });
    this.every(1000, 'what reports count', () => this.facts.run());
    this.every(2000, 'sources', async () => { await inTurns(4, await this.sources.due(), (source) => this.orOver(this.sources.run(source))); });
    this.every(1000, 'previews of links', async () => { await inTurns(4, await this.previewer.due(), (one) => this.orOver(this.previewer.run(one))); });
    this.every(2000, 'lines of sources', () => this.lines.look());
    this.every(2000, 'streams of networks', () => this.streams.look());
    this.every(1000, 'what is said in public', () => this.heard.run());
    this.every(3000, 'who is told', () => this.notifier.run());
    this.every(2000, 'notifications', async () => { await inTurns(4, await this.dispatch.due(), (outing) => this.orOver(this.dispatch.run(outing))); });
    this.every(10_000, 'counts', () => this.database.asSystem(foldCounts));
    this.every(5000, 'acts on everything', async () => { for (const { id, workspaceId } of await this.sweeps.due()) await this.sweeps.run(workspaceId, id); });
    this.every(30_000, 'chat by email', () => this.byEmail.sweep());
    this.every(60_000, 'channels', () => this.watch.sweep());
    this.every(600_000, 'housekeeping', async () => {
      await this.media.forgetLoose();
      await this.housekeeping.run();
    });
  }

  /** What is due is done; for what will be before the next look, a clock is set. */
  private async lookAhead(): Promise<void> {
    const items = await this.due.soon(LOOK_AHEAD_MS);
    for (const { kind, id, at, inMs } of items) {
      const name = `due ${kind} ${id} ${at}`;
      if (inMs === 0 || this.stopped || this.timers.has(name)) continue;
      this.timers.set(name, setTimeout(() => {
        this.timers.delete(name);
        const run = this.due.run(kind, id)
          .catch((error: unknown) => { this.log.warn({ id, ...errorFields(error) }, 'could not do what is due; trying again'); })
          .finally(() => this.running.delete(run));
        this.running.add(run);
      }, inMs));
    }
    // Not waited for: thousands that were missed together take a while, and clocks for what comes next are set meanwhile.
    for (const { kind, id, inMs } of items) if (inMs === 0) this.missed.add(`${kind} ${id}`, () => this.due.run(kind, id).catch((error: unknown) => { this.log.warn({ id, ...errorFields(error) }, 'could not do what is due; trying again'); }));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.reconciliation.stop();
    this.imports.stop();
    this.exports.stop();
    this.retention.stop();
    this.deaf();
    this.end();
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all([this.runner.stop(), this.streams.stop(), this.lines.stop()]);
    await this.queues.close();
    await Promise.allSettled(this.running);
    await this.missed.close();
    await this.relay.stop();
    await this.parser.close();
    await this.thumbnailer.close();
  }

  /** These may wait minutes for a platform, and are begun anew by whoever comes after us: the end of this process does not wait for them. */
  private orOver(work: Promise<void>): Promise<void> {
    work.catch(() => undefined);
    return Promise.race([work, this.over]);
  }

  /** One channel that cannot even be asked must not keep the others from it. */
  private async check(channelId: string): Promise<void> {
    await this.orOver(this.channels.checkAgain(channelId)).catch((error: unknown) => { this.log.warn({ channelId, ...errorFields(error) }, 'channel could not be checked'); });
  }

  /** Again and again with a pause between, never two at once; a failure is told and tried again. */
  private every(pauseMs: number, name: string, work: () => Promise<void>): void {
    const turn = (): void => {
      if (this.stopped) return;
      const run = work()
        .catch((error: unknown) => { this.log.warn({ sweeper: name, ...errorFields(error) }, 'sweeper failed; trying again'); })
        .finally(() => {
          this.running.delete(run);
          // Workers that started together drift apart.
          if (!this.stopped) this.timers.set(name, setTimeout(turn, pauseMs * (0.75 + Math.random() * 0.5)));
        });
      this.running.add(run);
    };
    turn();
  }
}

async function inTurns<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }));
}
