import { Module, type DynamicModule } from '@nestjs/common';
import { ClueKeeper, CoreModule, MentionKeeper, Due, ExportRunner, ErasureRunner, FactsKeeper, Faces, FollowUpSteps, HouseMail, ImportRunner, Ingest, LineKeeper, Lookups, Media, Moderator, NoticeDispatch, Notifier, PARSER, PeopleKeeper, Previewer, PromiseTimers, PUBLISHER, Reconciliation, Relay, RetentionRunner, RoutingEngine, RoutingKeeper, RuleActs, RuleKeeper, RuleTimers, RuleWork, Sender, SlaKeeper, SlaTimers, SourceReader, SpikeWatch, StreamKeeper, SurveyTimers, THUMBNAILER, type Foundation, type Publisher } from '@kontuar/core';
import { ChannelLocks } from './channels/channel-locks';
import { ChannelRunner } from './channels/channel-runner';
import { Jobs } from './jobs';
import { ApartParser } from './parse/apart-parser';
import { ApartThumbnailer } from './parse/apart-thumbnailer';

@Module({})
export class WorkerModule {
  static on(foundation: Foundation, publisher: Publisher): DynamicModule {
    return {
      module: WorkerModule,
      imports: [CoreModule.on(foundation)],
      providers: [
        { provide: PUBLISHER, useValue: publisher },
        { provide: PARSER, useClass: ApartParser },
        { provide: THUMBNAILER, useClass: ApartThumbnailer },
        Ingest, Sender, HouseMail, Media, Faces, Lookups, Reconciliation, Relay, FollowUpSteps, SurveyTimers, PromiseTimers, SlaTimers, SlaKeeper, RoutingEngine, RoutingKeeper, RuleWork, RuleTimers, RuleKeeper, Due, ChannelLocks, ChannelRunner, Jobs, Notifier, NoticeDispatch, PeopleKeeper, ClueKeeper, FactsKeeper, MentionKeeper, SourceReader, StreamKeeper, LineKeeper, Previewer, ImportRunner, ExportRunner, ErasureRunner, RetentionRunner, Moderator, RuleActs, SpikeWatch,
      ],
    };
  }
}
