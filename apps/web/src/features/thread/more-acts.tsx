import { Ellipsis } from 'lucide';
import { keyNames, runShortcut, useAnswered, useKeycaps, type ShortcutId } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Menu, MenuItem } from '../../ui';
import { threadStrings } from './thread.strings';

/** What has a key, and at some width no button of its own in the header. */
const acts = ['aside', 'assign-me', 'snooze', 'follow-up', 'promise', 'matter', 'priority', 'label', 'lesson', 'merge', 'relate', 'watch', 'unassign', 'palette'] as const satisfies readonly ShortcutId[];

/** Every act on the conversation in one menu: for whom has no keys, as on a phone, and for whom does not know them yet. */
export function MoreActs() {
  const t = useStrings(threadStrings);
  const available = useAnswered(acts);
  const offered = acts.filter((id) => available.has(id) && id !== 'palette');
  if (offered.length === 0) return null;
  return (
    <span className="th-more">
      <Menu label={t('moreActs')} align="end" trigger={<IconButton label={t('moreActs')}><Icon of={Ellipsis} /></IconButton>}>
        {offered.map((id) => <ActItem key={id} id={id} />)}
        {available.has('palette') && <ActItem id="palette" />}
      </Menu>
    </span>
  );
}

function ActItem({ id }: { id: ShortcutId }) {
  const name = useStrings(keyNames);
  const keys = useKeycaps(id);
  const words = name(id);
  // The menu gives the focus back first; the act's own dialog then takes it.
  return <MenuItem keys={keys} onSelect={() => void setTimeout(() => runShortcut(id), 0)}>{words.charAt(0).toLocaleUpperCase() + words.slice(1)}</MenuItem>;
}
