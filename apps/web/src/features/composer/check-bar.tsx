import { TriangleAlert } from 'lucide';
import { useEffect, useRef } from 'react';
import type { Warning } from '../../app/checks/checks';
import { useKeycaps } from '../../app/keys';
import { useStrings, type Translate } from '../../i18n';
import { Button, Icon } from '../../ui';
import { checkStrings } from './check.strings';

export interface CheckBarProps { warnings: readonly Warning[]; onSend: () => void; onBack: () => void }

type Say = Translate<(typeof checkStrings)['en']>;

function wordsOf(t: Say, warning: Warning): string {
  switch (warning.kind) {
    case 'attachment': return t('attachment', { words: warning.words });
    case 'name': return t('name', { words: warning.words });
    case 'number': return t('number', { words: warning.words });
    case 'placeholder': return t('placeholder', { words: warning.words });
    case 'no-reply': return t('noReply', { words: warning.words });
    case 'many': return t('many', { count: warning.count });
    case 'language': return t(warning.language === 'pl' ? 'languagePl' : 'languageEn');
    case 'link': {
      const keys = { 'scheme': 'linkScheme', 'broken': 'linkBroken', 'inside': 'linkInside', 'other-host': 'linkOther' } as const;
      return t(keys[warning.trouble], { words: warning.words, shown: warning.shown ?? '' });
    }
    default: return warning satisfies never;
  }
}

/** What looks wrong, once, in plain words; the same key that sends sends it anyway. */
export function CheckBar({ warnings, onSend, onBack }: CheckBarProps) {
  const t = useStrings(checkStrings);
  const keys = useKeycaps('send');
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => { bar.current?.scrollIntoView({ block: 'nearest' }); }, []);
  return (
    <div className="stale chk" role="alert" ref={bar}>
      <Icon of={TriangleAlert} />
      <div>{warnings.map((warning) => <p key={warning.kind}>{wordsOf(t, warning)}</p>)}</div>
      <Button size="sm" keys={keys} onClick={onSend}>{t('sendAnyway')}</Button>
      <Button size="sm" tone="primary" onClick={onBack}>{t('back')}</Button>
    </div>
  );
}
