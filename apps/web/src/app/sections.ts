import type { LinkProps } from '@tanstack/react-router';
import { BookOpen, Briefcase, Cable, ChartColumn, Columns3, Contact, GraduationCap, Handshake, Inbox, Megaphone, Radar, type IconNode } from 'lucide';
import type { Verb } from '@kontuar/contract';
import type { KeyOf } from '../i18n';
import type { appStrings } from './app.strings';
import type { ShortcutId } from './keys/keymap';

export interface Section {
  to: NonNullable<LinkProps['to']>;
  icon: IconNode;
  name: KeyOf<(typeof appStrings)['en']>;
  /** Left out: everybody's. */
  verb?: Verb;
  shortcut?: ShortcutId;
}

/** In the order of the rail. On a phone the first three that somebody may see stand below, the others behind "More". */
export const sections: readonly Section[] = [
  { to: '/inbox', icon: Inbox, name: 'inbox', shortcut: 'go-inbox' },
  { to: '/board', icon: Columns3, name: 'board', verb: 'board.read', shortcut: 'go-board' },
  { to: '/cases', icon: Briefcase, name: 'cases', verb: 'case.read', shortcut: 'go-cases' },
  { to: '/leads', icon: Handshake, name: 'leads', verb: 'lead.read', shortcut: 'go-leads' },
  { to: '/contacts', icon: Contact, name: 'customers', shortcut: 'go-contacts' },
  { to: '/listening', icon: Radar, name: 'listening', verb: 'listening.read', shortcut: 'go-mentions' },
  { to: '/quality', icon: GraduationCap, name: 'quality', verb: 'quality.read', shortcut: 'go-quality' },
  { to: '/reports', icon: ChartColumn, name: 'reports', verb: 'report.read', shortcut: 'go-reports' },
  { to: '/outreach', icon: Megaphone, name: 'outreach', verb: 'outreach.manage' },
  { to: '/channels', icon: Cable, name: 'channels', verb: 'channel.list', shortcut: 'go-channels' },
  { to: '/knowledge', icon: BookOpen, name: 'knowledge', verb: 'knowledge.write' },
];
