import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/**
 * Who may see every workspace, and why: sign-in and public links know no workspace yet, workers serve all of them. Everything that
 * acts for a member stays inside `inWorkspace`; a new line here deserves a second pair of eyes.
 */
const allowed: Record<string, string> = {
  'apps/api/src/hooks/hook-channels.ts': 'a webhook names its channel, not its workspace',
  'apps/api/src/widget/widget-door.ts': 'a visitor names a channel',
  'apps/api/src/widget/widget-pages.controller.ts': 'the demo page looks for a chat',
  'apps/standalone/src/demo.ts': 'runs before anybody signed in',
  'apps/standalone/src/demo/fill-demo.ts': 'runs before anybody signed in',
  'apps/worker/src/channels/channel-runner.ts': 'reads the channels of all',
  'apps/worker/src/jobs.ts': 'folds the counters of all',
  'libs/core/src/attachments/media.service.ts': 'finds what is due for all',
  'libs/core/src/attachments/uploads.service.ts': 'a signed link names a file',
  'libs/core/src/channels/channel-contexts.ts': 'opens a channel for workers and webhooks',
  'libs/core/src/channels/channel-watch.service.ts': 'watches the channels of all',
  'libs/core/src/channels/channels.service.ts': 'checks what is due for all, and keeps what a platform answered',
  'libs/core/src/channels/reconciliation.service.ts': 'compares the channels of all',
  'libs/core/src/channels/siblings.service.ts': 'a platform calls all accounts of an app at one address; each is then held to its own signature',
  'libs/core/src/contacts/faces.service.ts': 'finds what is due for all',
  'libs/core/src/conversations/conversations.service.ts': 'wakes what is due for all',
  'libs/core/src/house-mail/house-mail.service.ts': 'sends for all',
  'libs/core/src/housekeeping/backlog.ts': 'counts what waits for all',
  'libs/core/src/housekeeping/housekeeping.service.ts': 'cleans up for all',
  'libs/core/src/exports/export-runner.ts': 'finds what is due and what is over for all',
  'libs/core/src/imports/import-runner.ts': 'finds what is due for all',
  'libs/core/src/ingest/deliveries.service.ts': 'one commit for the webhooks of many workspaces',
  'libs/core/src/ingest/ingest.service.ts': 'reads the deliveries of all',
  'libs/core/src/ingest/lookups.service.ts': 'finds what is due for all',
  'libs/core/src/invitations/invitations.service.ts': 'an invitation link comes before the membership',
  'libs/core/src/kinds/people-keeper.ts': 'follows the history of all',
  'libs/core/src/likeness/clue-keeper.ts': 'follows the history of all',
  'libs/core/src/routing/routing-keeper.ts': 'follows the history of all',
  'libs/core/src/sla/sla-keeper.ts': 'follows the history of all',
  'libs/core/src/rules/rule-keeper.ts': 'follows the history of all',
  'libs/core/src/rules/rule-calls.service.ts': 'finds what is due for all, and calls by its id',
  'libs/core/src/reports/facts-keeper.ts': 'follows the history of all',
  'libs/core/src/report-mails/report-mailer.ts': 'finds what is due for all',
  'libs/core/src/monitoring/mention-keeper.ts': 'reads what sources of all kept',
  'libs/core/src/monitoring/sources/source-reader.ts': 'finds what is due for all',
  'libs/core/src/monitoring/sources/stream-keeper.ts': 'one line to a network serves all',
  'libs/core/src/monitoring/sources/listening-sources.service.ts': 'who pushes names a source, not its workspace',
  'libs/core/src/members/members.service.ts': 'from a credential to its workspace',
  'libs/core/src/knowledge/help-pages.service.ts': 'a public page names itself by its address, a preview by a signed link',
  'libs/core/src/mentions/mentions.service.ts': 'finds what is due for all',
  'libs/core/src/spikes/spike-watch.ts': 'looks at the channels of all',
  'libs/core/src/moderation/moderator.ts': 'asks the rules of all',
  'libs/core/src/moderation/rule-acts.ts': 'asks platforms for all',
  'libs/core/src/notices/dispatch.service.ts': 'finds what is due for all',
  'libs/core/src/notices/notifier.service.ts': 'follows the history of all',
  'libs/core/src/outreach/campaign-unsubscribes.service.ts': 'an unsubscribe link comes without a sign-in',
  'libs/core/src/report-mails/report-leaves.ts': 'an unsubscribe link comes without a sign-in',
  'libs/core/src/notice-mails/unsubscribes.ts': 'an unsubscribe link comes without a sign-in',
  'libs/core/src/privacy/export/person-exports.service.ts': 'finds what is due for all',
  'libs/core/src/privacy/retention/retention-runner.ts': 'finds what is due for all',
  'libs/core/src/privacy/erase/replay-list.ts': 'what earlier versions kept of the erased, of all',
  'libs/core/src/privacy/erase/erasure-runner.ts': 'finds what is due for all',
  'libs/core/src/planned/due.service.ts': 'finds what is due for all',
  'libs/core/src/push/push-devices.service.ts': 'a browser changes hands by its endpoint, whoever it belonged to',
  'libs/core/src/relay/feed.service.ts': 'the heartbeat of many workspaces at once',
  'libs/core/src/relay/relay.service.ts': 'numbers the history of all',
  'libs/core/src/sending/actions.service.ts': 'acts on a message by its id',
  'libs/core/src/sending/sender.service.ts': 'sends for all',
  'libs/core/src/sending/signals.service.ts': 'tells platforms of a conversation by its id',
  'libs/core/src/session/profile.service.ts': 'a user belongs to no workspace',
  'libs/core/src/session/sessions.service.ts': 'sign-in comes before the workspace',
  'libs/core/src/setup/first-run.ts': 'there is no workspace yet',
  'libs/core/src/setup/setup.service.ts': 'there is no workspace yet',
  'libs/core/src/shifts/shifts.service.ts': 'finds what is due for all',
  'libs/core/src/surveys/survey-pages.service.ts': 'a customer answers by a signed link',
  'libs/core/src/views/sweeps.service.ts': 'finds what is due for all',
  'libs/core/src/widget/email-continuation.ts': 'finds what is due for all',
  'libs/core/src/widget/visitor-thread.ts': 'a visitor names a channel',
};

it('only the listed places see more than one workspace', () => {
  const found = execFileSync('git', ['grep', '-l', '--untracked', '-E', '(asSystem|insertAsSystem|lookAsSystem)\\(', '--', 'apps/**/*.ts', 'libs/**/*.ts', ':!*.test.ts', ':!libs/platform/src/database.ts'], { cwd: root, encoding: 'utf8' });
  expect(found.trim().split('\n').sort()).toEqual(Object.keys(allowed).sort());
});
