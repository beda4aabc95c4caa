import './settings.css';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { Bell, BookA, Briefcase, Building2, CalendarClock, ClipboardList, Gavel, Handshake, Contact, Keyboard, KeyRound, ListPlus, LockKeyhole, Mail, Store, ShieldQuestionMark, Timer, Workflow, MessageSquareText, Palette, Route, ShieldCheck, Signature, Smile, Sparkles, Tags, UserRound, Users, UsersRound, type IconNode } from 'lucide';
import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react';
import type { Verb } from '@kontuar/contract';
import { useMe } from '../../app/me';
import { NoPermission } from '../../app/states';
import { useStrings, withTexts } from '../../i18n';
import { Icon } from '../../ui';
import { RowsSkeleton } from './parts';
import { settingsStrings } from './settings.strings';

interface Part { id: string; words: 'profile' | 'look' | 'notifications' | 'shifts' | 'keyboard' | 'workspace' | 'members' | 'teams' | 'labels' | 'fields' | 'kinds' | 'matters' | 'claims' | 'satisfaction' | 'sla' | 'reportMails' | 'routing' | 'moderation' | 'rules' | 'leads' | 'assistant' | 'glossary' | 'canned' | 'signatures' | 'approvals' | 'context' | 'tokens' | 'privacy' | 'audit'; icon: IconNode; needs?: Verb; screen: ComponentType }

const groups = [
  {
    words: 'groupMe',
    parts: [
      { id: 'profile', words: 'profile', icon: UserRound, screen: lazy(() => withTexts(import('./profile-part')).then((file) => ({ default: file.ProfilePart }))) },
      { id: 'look', words: 'look', icon: Palette, screen: lazy(() => withTexts(import('./look-part')).then((file) => ({ default: file.LookPart }))) },
      { id: 'notifications', words: 'notifications', icon: Bell, screen: lazy(() => withTexts(import('./notifications-part')).then((file) => ({ default: file.NotificationsPart }))) },
      { id: 'shifts', words: 'shifts', icon: CalendarClock, screen: lazy(() => withTexts(import('./shifts-part')).then((file) => ({ default: file.ShiftsPart }))) },
      { id: 'keyboard', words: 'keyboard', icon: Keyboard, screen: lazy(() => withTexts(import('./keyboard-part')).then((file) => ({ default: file.KeyboardPart }))) },
    ],
  },
  {
    words: 'groupTeam',
    parts: [
      { id: 'canned', words: 'canned', icon: MessageSquareText, needs: 'canned.list', screen: lazy(() => withTexts(import('./canned-part')).then((file) => ({ default: file.CannedPart }))) },
      { id: 'signatures', words: 'signatures', icon: Signature, needs: 'canned.list', screen: lazy(() => withTexts(import('./signatures-part')).then((file) => ({ default: file.SignaturesPart }))) },
      { id: 'glossary', words: 'glossary', icon: BookA, needs: 'canned.list', screen: lazy(() => withTexts(import('./glossary-part')).then((file) => ({ default: file.GlossaryPart }))) },
      { id: 'labels', words: 'labels', icon: Tags, needs: 'label.list', screen: lazy(() => withTexts(import('./labels-part')).then((file) => ({ default: file.LabelsPart }))) },
      { id: 'fields', words: 'fields', icon: ListPlus, screen: lazy(() => withTexts(import('./fields-part')).then((file) => ({ default: file.FieldsPart }))) },
      { id: 'matters', words: 'matters', icon: Briefcase, screen: lazy(() => withTexts(import('./matters-part')).then((file) => ({ default: file.MattersPart }))) },
      { id: 'claims', words: 'claims', icon: Gavel, needs: 'case.read', screen: lazy(() => withTexts(import('./case-terms-part')).then((file) => ({ default: file.CaseTermsPart }))) },
      { id: 'sla', words: 'sla', icon: Timer, needs: 'sla.read', screen: lazy(() => withTexts(import('./promises-part')).then((file) => ({ default: file.PromisesPart }))) },
      { id: 'moderation', words: 'moderation', icon: ShieldQuestionMark, needs: 'moderation.read', screen: lazy(() => withTexts(import('./moderation-part')).then((file) => ({ default: file.ModerationPart }))) },
      { id: 'routing', words: 'routing', icon: Route, needs: 'routing.read', screen: lazy(() => withTexts(import('./routing-part')).then((file) => ({ default: file.RoutingPart }))) },
      { id: 'rules', words: 'rules', icon: Workflow, needs: 'rules.read', screen: lazy(() => withTexts(import('./rules-part')).then((file) => ({ default: file.RulesPart }))) },
      { id: 'report-mails', words: 'reportMails', icon: Mail, needs: 'report.read', screen: lazy(() => withTexts(import('./report-mails-part')).then((file) => ({ default: file.ReportMailsPart }))) },
      { id: 'satisfaction', words: 'satisfaction', icon: Smile, needs: 'channel.manage', screen: lazy(() => withTexts(import('./satisfaction-part')).then((file) => ({ default: file.SatisfactionPart }))) },
      { id: 'leads', words: 'leads', icon: Handshake, needs: 'lead.manage', screen: lazy(() => withTexts(import('./lead-stages-part')).then((file) => ({ default: file.LeadStagesPart }))) },
      { id: 'kinds', words: 'kinds', icon: Contact, screen: lazy(() => withTexts(import('./kinds-part')).then((file) => ({ default: file.KindsPart }))) },
      { id: 'teams', words: 'teams', icon: UsersRound, needs: 'team.list', screen: lazy(() => withTexts(import('./teams-part')).then((file) => ({ default: file.TeamsPart }))) },
      { id: 'members', words: 'members', icon: Users, needs: 'member.list', screen: lazy(() => withTexts(import('./members-part')).then((file) => ({ default: file.MembersPart }))) },
    ],
  },
  {
    words: 'groupHouse',
    parts: [
      { id: 'workspace', words: 'workspace', icon: Building2, needs: 'workspace.manage', screen: lazy(() => withTexts(import('./workspace-part')).then((file) => ({ default: file.WorkspacePart }))) },
      { id: 'approvals', words: 'approvals', icon: ShieldCheck, needs: 'approval.manage', screen: lazy(() => withTexts(import('./approvals-part')).then((file) => ({ default: file.ApprovalsPart }))) },
      { id: 'assistant', words: 'assistant', icon: Sparkles, needs: 'workspace.manage', screen: lazy(() => withTexts(import('./assistant-part')).then((file) => ({ default: file.AssistantPart }))) },
      { id: 'context', words: 'context', icon: Store, needs: 'workspace.manage', screen: lazy(() => withTexts(import('./context-part')).then((file) => ({ default: file.ContextPart }))) },
      { id: 'tokens', words: 'tokens', icon: KeyRound, needs: 'token.manage', screen: lazy(() => withTexts(import('./tokens-part')).then((file) => ({ default: file.TokensPart }))) },
      { id: 'privacy', words: 'privacy', icon: LockKeyhole, needs: 'privacy.manage', screen: lazy(() => withTexts(import('./privacy-part')).then((file) => ({ default: file.PrivacyPart }))) },
      { id: 'audit', words: 'audit', icon: ClipboardList, needs: 'audit.read', screen: lazy(() => withTexts(import('./audit-part')).then((file) => ({ default: file.AuditPart }))) },
    ],
  },
] as const satisfies readonly { words: 'groupMe' | 'groupTeam' | 'groupHouse'; parts: readonly Part[] }[];

/** One sub-navigation, one part beside it; what one may not open is not listed. */
export function SettingsScreen() {
  const t = useStrings(settingsStrings);
  const me = useMe();
  const { part } = useParams({ strict: false }) as { part?: string };
  const nav = useRef<HTMLElement>(null);
  // In a narrow window the parts are one scrolling line. (Newer browsers give a promise back, which is no clean-up.)
  useEffect(() => void nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [part]);
  const mayOpen = (each: Part) => each.needs === undefined || me.can.includes(each.needs);
  const shown = groups.flatMap((group): readonly Part[] => group.parts).find((each) => each.id === part);
  if (part !== undefined && !shown) return <Navigate to="/settings/$part" params={{ part: 'profile' }} replace />;
  return (
    <div className="set">
      <nav className="set-n" ref={nav} aria-label={t('title')}>
        <p className="set-t">{t('title')}</p>
        {groups.map((group) => {
          const parts = (group.parts as readonly Part[]).filter(mayOpen);
          return (
            parts.length > 0 && (
              <div key={group.words} className="set-g">
                <p className="set-h">{t(group.words)}</p>
                <ul>
                  {parts.map((each) => (
                    <li key={each.id}>
                      <Link className="set-a" to="/settings/$part" params={{ part: each.id }} activeProps={{ className: 'on', 'aria-current': 'page' }}>
                        <Icon of={each.icon} />
                        <span className="ell">{t(each.words)}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </div>
            )
          );
        })}
      </nav>
      <main className="page" id="content" tabIndex={-1} key={part}>
        {shown &&
          (mayOpen(shown) ? (
            <Suspense fallback={<RowsSkeleton />}>
              <shown.screen />
            </Suspense>
          ) : (
            <NoPermission nested />
          ))}
      </main>
    </div>
  );
}
