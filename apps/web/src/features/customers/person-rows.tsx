import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Check } from 'lucide';
import { memo, type MouseEvent } from 'react';
import type { PersonRow } from '@kontuar/contract';
import { addressesOf } from '../../app/identity-words';
import { useKindName } from '../../app/kinds';
import { formatRelative, useLocale, useStrings } from '../../i18n';
import { Avatar, Icon, Tag, useNow } from '../../ui';
import { customersStrings } from './customers.strings';

interface PersonLineProps { row: PersonRow; picked: boolean; tabIndex: 0 | -1; onPick: (id: string, event: MouseEvent) => void; onFocus: (id: string) => void }

/** One customer in the list: who, of what kind, and when they were there. */
export const PersonLine = memo(function PersonLine({ row: { contact, conversations, lastSeenAt, open }, picked, tabIndex, onPick, onFocus }: PersonLineProps) {
  const t = useStrings(customersStrings);
  const locale = useLocale();
  const now = useNow();
  const kindName = useKindName();
  const name = contact.name === '' ? t('unnamed') : contact.name;
  return (
    <li className={clsx('cu-r', picked && 'picked')} data-person={contact.id}>
      <button type="button" className="row-x cu-x" role="checkbox" aria-checked={picked} aria-label={t('select', { name })} tabIndex={-1} onClick={(event) => onPick(contact.id, event)}>
        <span className="box" data-on={picked ? '1' : undefined}>{picked && <Icon of={Check} size={12} />}</span>
      </button>
      <Link className="cu-a" to="/contacts/$contactId" params={{ contactId: contact.id }} tabIndex={tabIndex} preload={false} onFocus={() => onFocus(contact.id)}>
        <Avatar name={name} src={contact.avatarUrl} />
        <span className="cu-w"><b className="ell">{name}</b><span className="mut ell">{addressesOf(contact, 3)}</span></span>
        <span className="cu-k">{contact.kinds.slice(0, 3).map((kind) => <Tag key={kind}>{kindName(kind)}</Tag>)}</span>
        <span className="cu-c mut ell">{contact.company}</span>
        <span className="cu-o">{conversations}{open > 0 && <> · {t('openNow', { count: open })}</>}</span>
        <span className="cu-t mut">{lastSeenAt === null ? t('never') : formatRelative(locale, new Date(lastSeenAt), now)}</span>
      </Link>
    </li>
  );
});
