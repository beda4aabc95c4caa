import { useNavigate } from '@tanstack/react-router';
import { useCan } from '../me';
import { command } from '../commands';
import { toggleTheme } from '../theme';
import { useShortcut } from './keyboard';
import type { ShortcutId } from './keymap';
import { stepRegion } from './regions';

const views = ['mine', 'unassigned', 'waiting', 'mentions', 'snoozed', 'all'] as const;

/** Keys that work on every screen of a signed-in member. */
export function EverywhereKeys() {
  const navigate = useNavigate();
  const seesCases = useCan('case.read');
  const seesChannels = useCan('channel.list');
  useShortcut('go-inbox', () => void navigate({ to: '/inbox' }));
  useShortcut('go-search', () => void navigate({ to: '/search' }));
  useShortcut('go-board', () => void navigate({ to: '/board' }), { when: useCan('board.read') });
  useShortcut('go-cases', () => void navigate({ to: '/cases' }), { when: seesCases });
  useShortcut('go-leads', () => void navigate({ to: '/leads' }), { when: useCan('lead.read') });
  useShortcut('go-promises', () => void navigate({ to: '/promises' }));
  useShortcut('go-quality', () => void navigate({ to: '/quality' }), { when: useCan('quality.read') });
  useShortcut('go-contacts', () => void navigate({ to: '/contacts' }));
  useShortcut('go-channels', () => void navigate({ to: '/channels' }), { when: seesChannels });
  useShortcut('go-reports', () => void navigate({ to: '/reports' }), { when: useCan('report.read') });
  useShortcut('go-settings', () => void navigate({ to: '/settings' }));
  useShortcut('panel', () => command('panel', {}));
  useShortcut('theme', toggleTheme);
  useShortcut('next-region', () => stepRegion(1));
  useShortcut('previous-region', () => stepRegion(-1));
  return views.map((view, index) => <ViewKey key={view} id={`view-${index + 1}` as ShortcutId} view={view} />);
}

function ViewKey({ id, view }: { id: ShortcutId; view: string }) {
  const navigate = useNavigate();
  useShortcut(id, () => void navigate({ to: '/inbox/$view', params: { view }, search: {} }));
  return null;
}
