import type { Provider, Type } from '@nestjs/common';
import { ChannelsController } from './channels/channels.controller';
import { ConsentsController } from './channels/consents.controller';
import { ConnectorsController } from './channels/connectors.controller';
import { ConversationsController } from './conversations/conversations.controller';
import { MovesController } from './conversations/moves.controller';
import { UndoController } from './conversations/undo.controller';
import { EventsController } from './events/events.controller';
import { FilesController } from './files/files.controller';
import { UploadsController } from './files/uploads.controller';
import { HealthController } from './health/health.controller';
import { HookChannels } from './hooks/hook-channels';
import { InsightController } from './listening/insight.controller';
import { ListeningController } from './listening/listening.controller';
import { PushDoorController } from './listening/push-door.controller';
import { HooksController } from './hooks/hooks.controller';
import { AgentsGateway } from './live/agents.gateway';
import { DraftsGateway } from './live/drafts.gateway';
import { Watchers } from './live/watchers';
import { MessagesController } from './messages/messages.controller';
import { NotesController } from './messages/notes.controller';
import { RemotePicturesController } from './messages/remote-pictures.controller';
import { InvitationsController } from './members/invitations.controller';
import { MembersController } from './members/members.controller';
import { SessionController } from './session/session.controller';
import { SetupController } from './session/setup.controller';
import { TeamsController } from './teams/teams.controller';
import { IdentitySecretController } from './widget/identity-secret.controller';
import { WidgetConfigs } from './widget/widget-config.service';
import { WidgetDoor } from './widget/widget-door';
import { WidgetInbox } from './widget/widget-inbox';
import { WidgetLimits } from './widget/widget-limits';
import { WidgetPagesController } from './widget/widget-pages.controller';
import { WidgetStreams } from './widget/widget-streams';
import { WidgetHelpController } from './widget/widget-help.controller';
import { WidgetController } from './widget/widget.controller';
import { AssistantController } from './assistant/assistant.controller';
import { AttributesController } from './attributes/attributes.controller';
import { MattersController } from './matters/matters.controller';
import { ConsentLedgerController } from './privacy/consent-ledger.controller';
import { ErasuresController } from './privacy/erasures.controller';
import { PersonExportsController } from './privacy/person-exports.controller';
import { PrivacyController } from './privacy/privacy.controller';
import { RetentionController } from './privacy/retention.controller';
import { PinsController } from './pins/pins.controller';
import { AsidesController } from './asides/asides.controller';
import { UnsubscribeController } from './notices/unsubscribe.controller';
import { MentionsController } from './mentions/mentions.controller';
import { NoticesController } from './notices/notices.controller';
import { NoticesGateway } from './notices/notices.gateway';
import { ShiftsController } from './shifts/shifts.controller';
import { OutreachController } from './outreach/outreach.controller';
import { CampaignUnsubscribeController } from './outreach/unsubscribe.controller';
import { LeadsController } from './leads/leads.controller';
import { CasesController } from './cases/cases.controller';
import { CasePoliciesController } from './cases/case-policies.controller';
import { AuditController } from './audit/audit.controller';
import { CannedController } from './canned/canned.controller';
import { MacrosController } from './canned/macros.controller';
import { ContactsController } from './contacts/contacts.controller';
import { ContextController } from './context/context.controller';
import { CompaniesController } from './people/companies.controller';
import { ExportsController } from './people/exports.controller';
import { ImportsController } from './people/imports.controller';
import { KindsController } from './people/kinds.controller';
import { PeopleController } from './people/people.controller';
import { DraftsController } from './conversations/drafts.controller';
import { SharedDraftsController } from './conversations/shared-drafts.controller';
import { GlossaryController } from './glossary/glossary.controller';
import { HelpController } from './help/help.controller';
import { RobotsController } from './help/robots.controller';
import { ArticlesController } from './knowledge/articles.controller';
import { KnowledgeController } from './knowledge/knowledge.controller';
import { LessonsController } from './lessons/lessons.controller';
import { QualityController } from './quality/quality.controller';
import { ReviewsController } from './quality/reviews.controller';
import { SupervisionController } from './quality/supervision.controller';
import { SupervisionGateway } from './quality/supervision.gateway';
import { SignaturesController } from './letters/signatures.controller';
import { LabelsController } from './labels/labels.controller';
import { SearchController } from './search/search.controller';
import { WorkspaceController } from './workspace/workspace.controller';
import { BoardController } from './board/board.controller';
import { BoardGateway } from './board/board.gateway';
import { SweepsController } from './views/sweeps.controller';
import { FiltersController, ViewsController } from './views/views.controller';
import { ViewsGateway } from './views/views.gateway';
import { ApprovalsController } from './planned/approvals.controller';
import { FollowUpsController } from './planned/follow-ups.controller';
import { PlannedController } from './planned/planned.controller';
import { RoutingController } from './routing/routing.controller';
import { CrisisController } from './crisis/crisis.controller';
import { StatementsController } from './statements/statements.controller';
import { SpikesController } from './spikes/spikes.controller';
import { ModerationController } from './moderation/moderation.controller';
import { RulesController } from './rules/rules.controller';
import { SlaController } from './sla/sla.controller';
import { StuckController } from './stuck/stuck.controller';
import { GivenPromisesController } from './promises/given-promises.controller';
import { RateController } from './surveys/rate.controller';
import { ReportLeaveController } from './reports/report-leave.controller';
import { ReportSchedulesController } from './reports/report-schedules.controller';
import { ReportsController } from './reports/reports.controller';
import { SurveysController } from './surveys/surveys.controller';
import { OpenApiController } from './openapi/openapi.controller';

/** Every HTTP controller, a line each. */
export const controllers: Type[] = [
  HealthController, OpenApiController, SetupController, SessionController, MembersController, InvitationsController, TeamsController,
  ConnectorsController, ChannelsController, ConsentsController,
  AssistantController, AttributesController, MattersController, PinsController, LabelsController, GlossaryController, SignaturesController, CannedController, MacrosController, WorkspaceController, PeopleController, KindsController, CompaniesController, ContextController, ImportsController, ExportsController, ContactsController, SearchController, AuditController, DraftsController, SharedDraftsController,
  ViewsController, FiltersController, BoardController, SweepsController, MovesController, ConversationsController, UndoController, MessagesController, NotesController, RemotePicturesController, UploadsController, FilesController, EventsController, PushDoorController, HooksController, InsightController, ListeningController,
  CasesController, CasePoliciesController, LeadsController, OutreachController, CampaignUnsubscribeController,
  ConsentLedgerController, PrivacyController, RetentionController, ErasuresController, PersonExportsController,
  PlannedController, ApprovalsController, FollowUpsController, SlaController, RoutingController, RulesController, StuckController, GivenPromisesController, SurveysController, RateController, AsidesController, UnsubscribeController,
  ArticlesController, KnowledgeController, LessonsController, ReviewsController, QualityController, SupervisionController, HelpController, RobotsController,
  NoticesController, MentionsController, ShiftsController,
  ReportsController,
  ReportSchedulesController, ReportLeaveController,
  ModerationController, SpikesController,
  CrisisController, StatementsController,
  WidgetController, WidgetHelpController, WidgetPagesController, IdentitySecretController,
];

/** Socket gateways and what else lives as long as the api does. */
export const gateways: Provider[] = [Watchers, AgentsGateway, DraftsGateway, ViewsGateway, BoardGateway, NoticesGateway, SupervisionGateway, HookChannels, WidgetLimits, WidgetDoor, WidgetConfigs, WidgetInbox, WidgetStreams];
