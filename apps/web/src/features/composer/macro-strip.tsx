import { X, Zap } from 'lucide';
import { memo } from 'react';
import { useActionWords } from '../../app/macros/action-words';
import { macroStrings } from '../../app/macros/macros.strings';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import type { ChosenMacro } from './use-macro';

/** What will happen together with the reply, before it happens. */
export const MacroStrip = memo(function MacroStrip({ chosen, drop }: Pick<ChosenMacro, 'chosen' | 'drop'>) {
  const t = useStrings(macroStrings);
  const words = useActionWords();
  if (chosen === null) return null;
  return (
    <p className="cmp-re" role="status">
      <Icon of={Zap} size={14} />
      <span className="ell"><b>{t('does')}:</b> {chosen.actions.map(words).join(', ')}</span>
      <button type="button" className="btn ghost icon sm" aria-label={t('drop')} onClick={drop}><Icon of={X} size={12} /></button>
    </p>
  );
});
