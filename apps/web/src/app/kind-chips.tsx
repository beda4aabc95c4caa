import { Plus, WandSparkles } from 'lucide';
import type { ContactView } from '@kontuar/contract';
import { useStrings } from '../i18n';
import { Chip, Icon, Menu, MenuItem, Tooltip } from '../ui';
import { useKindName, useKinds } from './kinds';
import { kindsStrings } from './kinds.strings';

/** The kinds of a person; one that comes by a rule is marked, and one that was refused by hand is seen in the menu. */
export function KindChips({ contact, edits, onChange }: { contact: Pick<ContactView, 'kinds' | 'kindsBy'>; edits: boolean; onChange: (kinds: string[]) => void }) {
  const t = useStrings(kindsStrings);
  const name = useKindName();
  const kinds = useKinds().filter((kind) => !kind.archived || contact.kinds.includes(kind.key));
  const ruled = (key: string) => contact.kindsBy.rule.includes(key) && !contact.kindsBy.hand.includes(key);
  const toggle = (key: string) => onChange(contact.kinds.includes(key) ? contact.kinds.filter((each) => each !== key) : [...contact.kinds, key]);
  return (
    <p>
      {contact.kinds.map((key) => (ruled(key) ? (
        <Tooltip key={key} text={t('byRule', { name: name(key) })}><span className="chip">{name(key)}<Icon of={WandSparkles} size={12} /></span></Tooltip>
      ) : <Chip key={key}>{name(key)}</Chip>))}
      {edits && (
        <Menu label={t('kinds')} trigger={<button type="button" className="chip line" aria-label={t('addKind')}><Icon of={Plus} size={12} /></button>}>
          {kinds.map(({ key }) => (
            <MenuItem key={key} checked={contact.kinds.includes(key)} onSelect={(event) => { event.preventDefault(); toggle(key); }}>{contact.kindsBy.refused.includes(key) && contact.kindsBy.rule.includes(key) ? t('refused', { name: name(key) }) : ruled(key) ? t('byRule', { name: name(key) }) : name(key)}</MenuItem>
          ))}
        </Menu>
      )}
    </p>
  );
}
