import { Ellipsis } from 'lucide-react';
import { keyNames, runShortcut, useAvailableShortcuts, type ShortcutId } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Menu, MenuItem } from '../../ui';
import { threadStrings } from './thread.strings';

/** What has a key and no button of its own in the header. */
const acts = ['assign-me', 'snooze', 'follow-up', 'matter', 'priority', 'label', 'merge', 'relate', 'unassign'] as const satisfies readonly ShortcutId[];

/** On a phone there are no keys: every act on the conversation is in one menu. */
export function MoreActs() {
  const t = useStrings(threadStrings);
  const name = useStrings(keyNames);
  const available = useAvailableShortcuts();
  const offered = acts.filter((id) => available.has(id));
  if (offered.length === 0) return null;
  return (
    <span className="th-more">
      <Menu label={t('moreActs')} align="end" trigger={<IconButton label={t('moreActs')}><Icon of={Ellipsis} /></IconButton>}>
        {/* The menu gives the focus back first; the act's own dialog then takes it. */}
        {offered.map((id) => <MenuItem key={id} onSelect={() => void setTimeout(() => runShortcut(id), 0)}>{name(id)}</MenuItem>)}
        {available.has('palette') && <MenuItem onSelect={() => void setTimeout(() => runShortcut('palette'), 0)}>{name('palette')}</MenuItem>}
      </Menu>
    </span>
  );
}
