import { Users } from 'lucide';
import type { Member } from '@kontuar/contract';
import type { MentionGroup } from '../../app/mention-groups';
import { dutyWords } from '../../app/duty-words';
import { useStrings } from '../../i18n';
import { Avatar, Icon } from '../../ui';
import { composerStrings } from './composer.strings';
import { mentionStrings } from './mention.strings';

export type Found = Member | MentionGroup;
export interface MentionListProps { id: string; found: readonly Found[]; active: number; onActive: (index: number) => void; onTake: (found: Found) => void }

export function MentionList({ id, found, active, onActive, onTake }: MentionListProps) {
  const t = useStrings(composerStrings);
  const m = useStrings(mentionStrings);
  return (
    <div className="pop mentions">
      <ul role="listbox" id={id} aria-label={t('members')}>
        {found.map((each, index) => (
          <li
            key={each.id} id={`${id}-${index}`} role="option" aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()} onPointerMove={() => onActive(index)} onClick={() => onTake(each)}
          >
            {'target' in each ? <Icon of={Users} /> : <Avatar name={each.name} src={each.avatarUrl} size="sm" presence={each.presence} />}
            <span className="ell">{each.name}</span>
            <span className="mut ell men-d">{'target' in each ? m(each.target.teamId === null ? 'whoeverIsOn' : each.target.each ? 'eachOfThem' : 'whoeverIsFirst') : dutyWords(each)}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="mut">{t('memberNone')}</p>}
    </div>
  );
}
