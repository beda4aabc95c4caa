import type { Member } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Avatar } from '../../ui';
import { composerStrings } from './composer.strings';

export interface MentionListProps { id: string; found: readonly Member[]; active: number; onActive: (index: number) => void; onTake: (member: Member) => void }

export function MentionList({ id, found, active, onActive, onTake }: MentionListProps) {
  const t = useStrings(composerStrings);
  return (
    <div className="pop mentions">
      <ul role="listbox" id={id} aria-label={t('members')}>
        {found.map((member, index) => (
          <li
            key={member.id} id={`${id}-${index}`} role="option" aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()} onPointerMove={() => onActive(index)} onClick={() => onTake(member)}
          >
            <Avatar name={member.name} src={member.avatarUrl} size="sm" presence={member.presence} />
            <span className="ell">{member.name}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="mut">{t('memberNone')}</p>}
    </div>
  );
}
