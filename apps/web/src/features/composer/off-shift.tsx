import { Clock } from 'lucide';
import type { Member } from '@kontuar/contract';
import { dutyWords, substituteOf } from '../../app/duty-words';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { mentionStrings } from './mention.strings';

/** While the note is being written: who of those it names is not at work, and who stands in. */
export function OffShift({ told, colleagues, onName }: { told: readonly Member[]; colleagues: readonly Member[]; onName: (name: string) => void }) {
  const t = useStrings(mentionStrings);
  return told.filter(({ duty }) => duty.state !== 'on').map((member) => {
    const substitute = substituteOf(member, colleagues);
    return (
      <p key={member.id} className="cmp-w" role="status">
        <Icon of={Clock} size={14} />
        <span>{t('absent', { name: member.name, when: dutyWords(member) })}</span>
        {substitute !== undefined && !told.includes(substitute) && <button type="button" className="lnk" onClick={() => onName(substitute.name)}>{t('substitute', { name: substitute.name })}</button>}
      </p>
    );
  });
}
