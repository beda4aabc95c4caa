import './settings.css';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { BookA, Building2, ClipboardList, Keyboard, KeyRound, MessageSquareText, Palette, ShieldCheck, Tags, UserRound, Users, UsersRound, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, type ComponentType } from 'react';
import type { Verb } from '@kontuar/contract';
import { useMe } from '../../app/me';
import { NoPermission } from '../../app/states';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { RowsSkeleton } from './parts';
import { settingsStrings } from './settings.strings';

interface Part { id: string; words: 'profile' | 'look' | 'keyboard' | 'workspace' | 'members' | 'teams' | 'labels' | 'glossary' | 'canned' | 'approvals' | 'tokens' | 'audit'; icon: LucideIcon; needs?: Verb; screen: ComponentType }

const groups = [
  {
    words: 'groupMe',
    parts: [
      { id: 'profile', words: 'profile', icon: UserRound, screen: lazy(() => import('./profile-part').then((file) => ({ default: file.ProfilePart }))) },
      { id: 'look', words: 'look', icon: Palette, screen: lazy(() => import('./look-part').then((file) => ({ default: file.LookPart }))) },
      { id: 'keyboard', words: 'keyboard', icon: Keyboard, screen: lazy(() => import('./keyboard-part').then((file) => ({ default: file.KeyboardPart }))) },
    ],
  },
  {
    words: 'groupTeam',
    parts: [
      { id: 'canned', words: 'canned', icon: MessageSquareText, needs: 'canned.list', screen: lazy(() => import('./canned-part').then((file) => ({ default: file.CannedPart }))) },
      { id: 'glossary', words: 'glossary', icon: BookA, needs: 'canned.list', screen: lazy(() => import('./glossary-part').then((file) => ({ default: file.GlossaryPart }))) },
      { id: 'labels', words: 'labels', icon: Tags, needs: 'label.list', screen: lazy(() => import('./labels-part').then((file) => ({ default: file.LabelsPart }))) },
      { id: 'teams', words: 'teams', icon: UsersRound, needs: 'team.list', screen: lazy(() => import('./teams-part').then((file) => ({ default: file.TeamsPart }))) },
      { id: 'members', words: 'members', icon: Users, needs: 'member.list', screen: lazy(() => import('./members-part').then((file) => ({ default: file.MembersPart }))) },
    ],
  },
  {
    words: 'groupHouse',
    parts: [
      { id: 'workspace', words: 'workspace', icon: Building2, needs: 'workspace.manage', screen: lazy(() => import('./workspace-part').then((file) => ({ default: file.WorkspacePart }))) },
      { id: 'approvals', words: 'approvals', icon: ShieldCheck, needs: 'approval.manage', screen: lazy(() => import('./approvals-part').then((file) => ({ default: file.ApprovalsPart }))) },
      { id: 'tokens', words: 'tokens', icon: KeyRound, needs: 'token.manage', screen: lazy(() => import('./tokens-part').then((file) => ({ default: file.TokensPart }))) },
      { id: 'audit', words: 'audit', icon: ClipboardList, needs: 'audit.read', screen: lazy(() => import('./audit-part').then((file) => ({ default: file.AuditPart }))) },
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
