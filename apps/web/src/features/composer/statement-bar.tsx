import { OctagonPause } from 'lucide';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { statementStrings } from './statement.strings';

/** While a crisis concerns this conversation: what everybody says, put in by one key. */
export function StatementBar({ text, onInsert }: { text: string; onInsert: () => void }) {
  const t = useStrings(statementStrings);
  const keys = useKeycaps('statement');
  useShortcut('statement', onInsert);
  return (
    <p className="cmp-re">
      <Icon of={OctagonPause} size={14} />
      <span className="ell"><b>{t('statement')}</b> {text}</span>
      <Button size="sm" tone="ghost" keys={keys} onClick={onInsert}>{t('insert')}</Button>
    </p>
  );
}
