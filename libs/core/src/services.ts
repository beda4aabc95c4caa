import type { Provider } from '@nestjs/common';
import { ChannelContexts } from './channels/channel-contexts';
import { ChannelWatch } from './channels/channel-watch.service';
import { Channels } from './channels/channels.service';
import { ConnectorCatalog } from './channels/connector-catalog';
import { DeliveryLog } from './channels/delivery-log.service';
import { Uploads } from './attachments/uploads.service';
import { Conversations } from './conversations/conversations.service';
import { Starts } from './conversations/starts.service';
import { AsideArrivals } from './asides/aside-arrivals';
import { AsideLetters } from './asides/aside-letters';
import { Asides } from './asides/asides.service';
import { HouseDoor } from './house-mail/house-door';
import { NoticeLetters } from './notice-mails/notice-letters';
import { NoticeMails } from './notice-mails/notice-mails';
import { NoticeReplies } from './notice-mails/notice-replies';
import { Unsubscribes } from './notice-mails/unsubscribes';
import { ApprovalRules } from './approvals/approval-rules.service';
import { Approvals } from './approvals/approvals.service';
import { FollowUps } from './follow-ups/follow-ups.service';
import { Planned } from './planned/planned.service';
import { Housekeeping } from './housekeeping/housekeeping.service';
import { Deliveries } from './ingest/deliveries.service';
import { Messages } from './messages/messages.service';
import { RemotePictures } from './messages/remote-pictures.service';
import { Feed } from './relay/feed.service';
import { Actions } from './sending/actions.service';
import { Signals } from './sending/signals.service';
import { MessageActs } from './messages/message-acts.service';
import { Notes } from './messages/notes.service';
import { Templates } from './channels/templates.service';
import { Siblings } from './channels/siblings.service';
import { Consents } from './channels/consents.service';
import { ContextCards } from './context-cards/context-cards.service';
import { ContextSources } from './context-cards/context-sources.service';
import { Purchases } from './context-cards/purchases.service';
import { Suggestions } from './contacts/suggestions.service';
import { Invitations } from './invitations/invitations.service';
import { MemberDirectory } from './members/directory.service';
import { Members } from './members/members.service';
import { Profiles } from './session/profile.service';
import { Sessions } from './session/sessions.service';
import { Throttle } from './session/throttle';
import { Setup } from './setup/setup.service';
import { Teams } from './teams/teams.service';
import { EmailContinuation } from './widget/email-continuation';
import { VisitorThreads } from './widget/visitor-thread';
import { VisitorUploads } from './widget/visitor-uploads';
import { ApiTokens } from './api-tokens/api-tokens.service';
import { Assistant } from './assistant/assistant.service';
import { Attributes } from './attributes/attributes.service';
import { Matters } from './matters/matters.service';
import { Audit } from './audit/audit.service';
import { Cases } from './cases/cases.service';
import { CaseOpenings } from './cases/case-opening.service';
import { CaseTimers } from './cases/case-timers';
import { CaseViews } from './cases/case.view';
import { CaseLetters } from './cases/case-letters.service';
import { CasePolicies } from './cases/case-policies.service';
import { CaseRegister } from './cases/case-register.service';
import { CampaignUnsubscribes } from './outreach/campaign-unsubscribes.service';
import { Campaigns } from './outreach/campaigns.service';
import { OutreachRunner } from './outreach/outreach-runner';
import { LeadList } from './leads/lead-list.service';
import { LeadTimers } from './leads/lead-timers';
import { Leads } from './leads/leads.service';
import { Canned } from './canned/canned.service';
import { Macros } from './canned/macros.service';
import { Contacts } from './contacts/contacts.service';
import { Merges } from './contacts/merges.service';
import { Splits } from './contacts/splits.service';
import { Companies } from './companies/companies.service';
import { CompanyMerges } from './companies/company-merges.service';
import { Exports } from './exports/exports.service';
import { Imports } from './imports/imports.service';
import { Kinds } from './kinds/kinds.service';
import { People } from './people/people.service';
import { PersonTimelines } from './contacts/person-timeline.service';
import { Drafts } from './drafts/drafts.service';
import { SharedDrafts } from './drafts/shared-drafts.service';
import { Labels } from './labels/labels.service';
import { Search } from './search/search.service';
import { Links } from './moves/links.service';
import { MergeCandidates } from './moves/candidates.service';
import { Moves } from './moves/moves.service';
import { FilterContexts } from './views/filter-context';
import { Next } from './views/next.service';
import { SavedViews } from './views/saved-views.service';
import { Board } from './board/board.service';
import { BoardMoves } from './board/board-moves.service';
import { BoardWatch } from './board/board-watch.service';
import { Sweeps } from './views/sweeps.service';
import { ViewWatch } from './views/view-watch.service';
import { Signatures } from './letters/signatures.service';
import { LessonOutcomes } from './lessons/lesson-outcomes.service';
import { Lessons } from './lessons/lessons.service';
import { Calibrations } from './quality/calibrations.service';
import { Coaching } from './quality/coaching.service';
import { QualityFiguresDesk } from './quality/figures.service';
import { Readings } from './quality/readings.service';
import { ReviewHintsDesk } from './quality/review-hints.service';
import { Reviews } from './quality/reviews.service';
import { Scorecards } from './quality/scorecards.service';
import { Supervisions } from './supervision/supervision.service';
import { GlossaryTerms } from './glossary/glossary.service';
import { Articles } from './knowledge/articles.service';
import { ArticleCategories } from './knowledge/categories.service';
import { HelpPages } from './knowledge/help-pages.service';
import { HelpSites } from './knowledge/help-site.service';
import { KnowledgeSearch } from './knowledge/knowledge-search.service';
import { Publishing } from './knowledge/publishing.service';
import { Moods } from './moods/moods.service';
import { ReplayList } from './privacy/erase/replay-list';
import { Erasures } from './privacy/erase/erasures.service';
import { PersonExports } from './privacy/export/person-exports.service';
import { Retention } from './privacy/retention/retention.service';
import { PrivacyDesk } from './privacy/privacy-settings.service';
import { ConsentLedger } from './privacy/consent-ledger.service';
import { Pins } from './pins/pins.service';
import { Mentions } from './mentions/mentions.service';
import { Notices } from './notices/notices.service';
import { NOTICE_WAYS, type NoticeWayOut } from './notices/ways';
import { PushDevices } from './push/push-devices.service';
import { PushWay } from './push/push.way';
import { Shifts } from './shifts/shifts.service';
import { Watches } from './watches/watches.service';
import { GivenPromises } from './promises/given-promises.service';
import { BusinessCalendars } from './sla/calendars.service';
import { RuleCalls } from './rules/rule-calls.service';
import { RuleRunLog } from './rules/rule-runs.service';
import { RuleTrials } from './rules/rule-trials.service';
import { Rules } from './rules/rules.service';
import { SlaPolicies } from './sla/sla-policies.service';
import { Routing } from './routing/routing.service';
import { Sickness } from './routing/sickness.service';
import { RoutingTrials } from './routing/routing-trials.service';
import { SlaTrials } from './sla/sla-trials.service';
import { Crises } from './crisis/crises.service';
import { CrisisHolds } from './crisis/crisis-holds.service';
import { Statements } from './statements/statements.service';
import { Spikes } from './spikes/spikes.service';
import { ModerationHits } from './moderation/hits.service';
import { ModerationRuleBook } from './moderation/rule-book.service';
import { ModerationTrials } from './moderation/trials.service';
import { Stuck } from './stuck/stuck.service';
import { SurveyPages } from './surveys/survey-pages.service';
import { Surveys } from './surveys/surveys.service';
import { ReportLetters } from './report-mails/report-letters';
import { ReportMailer } from './report-mails/report-mailer';
import { ReportLeaves } from './report-mails/report-leaves';
import { ReportScheduleDesk } from './report-mails/report-schedules.service';
import { ReportFiles } from './reports/report-files.service';
import { ReportHoursDesk } from './reports/report-hours.service';
import { ListeningSources } from './monitoring/sources/listening-sources.service';
import { LinkPreviews } from './monitoring/previews/link-previews.service';
import { SourceTrials } from './monitoring/sources/source-trials.service';
import { MentionCare } from './monitoring/mention-care.service';
import { Insight } from './insight/insight.service';
import { ListeningDays } from './insight/listening-day.service';
import { MentionDesk } from './monitoring/mention-desk.service';
import { Monitors } from './monitoring/monitors.service';
import { Previews } from './monitoring/previews.service';
import { Reports } from './reports/reports.service';
import { WorkspaceDesk } from './workspace/workspace.service';

/** Every service of the product, one line each. */
export const services: Provider[] = [
  Members, MemberDirectory, Invitations, Teams, Throttle, Sessions, Profiles, Setup,
  ChannelContexts, Consents, Siblings, Channels, ChannelWatch, ConnectorCatalog, DeliveryLog,
  Assistant, Attributes, Matters, Pins, Labels, GlossaryTerms, Signatures, Canned, Macros, WorkspaceDesk, ApiTokens, Contacts, Merges, Splits, People, Kinds, Companies, CompanyMerges, Imports, Exports, PersonTimelines, Suggestions, ContextSources, ContextCards, Purchases, Search, Audit, Drafts, SharedDrafts,
  Deliveries, Conversations, Starts, Messages, RemotePictures, Uploads, Actions, Signals, MessageActs, Notes, Moods, Templates, Feed, Housekeeping,
  ConsentLedger, ReplayList, Erasures, PersonExports, PrivacyDesk, Retention,
  FilterContexts, SavedViews, ViewWatch, Next, Sweeps,
  BoardWatch, Board, BoardMoves,
  Moves, MergeCandidates, Links,
  CaseTimers, CaseViews, CaseOpenings, Cases, CaseLetters, CasePolicies, CaseRegister,
  LeadTimers, Leads, LeadList, OutreachRunner, Campaigns, CampaignUnsubscribes,
  Planned, Approvals, ApprovalRules, FollowUps, GivenPromises, Surveys, SurveyPages,
  BusinessCalendars, SlaPolicies, SlaTrials, Rules, RuleRunLog, RuleTrials, RuleCalls, Routing, RoutingTrials, Sickness, Stuck, ModerationRuleBook, ModerationTrials, ModerationHits, Spikes,
  Crises, CrisisHolds, Statements,
  Asides, AsideLetters, AsideArrivals, NoticeMails, NoticeLetters, NoticeReplies, Unsubscribes, HouseDoor,
  VisitorThreads, VisitorUploads, EmailContinuation,
  Articles, Publishing, ArticleCategories, HelpSites, HelpPages, KnowledgeSearch, Lessons, LessonOutcomes,
  Reports,
  Monitors, Previews, Insight, ListeningDays, MentionDesk, MentionCare, ListeningSources, SourceTrials, LinkPreviews,
  ReportFiles,
  ReportLetters,
  ReportMailer,
  ReportScheduleDesk, ReportLeaves,
  ReportHoursDesk,
  Scorecards, Readings, Reviews, Coaching, ReviewHintsDesk, Calibrations, QualityFiguresDesk, Supervisions,
  Shifts, Watches, Mentions, Notices, PushDevices, PushWay,
  // A new way to tell members of something is a provider above and its name here.
  { provide: NOTICE_WAYS, useFactory: (push: PushWay, mails: NoticeMails): NoticeWayOut[] => [push, mails.way('email'), mails.way('digest')], inject: [PushWay, NoticeMails] },
];
