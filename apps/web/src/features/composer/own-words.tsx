import { Languages } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { Translation } from '@kontuar/contract';
import type { Said } from '../../app/letter/area';
import { useAssistant } from '../../app/assistant';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { languageName } from '../../app/language-name';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { wantsTranslation } from './language';
import { ownWordsStrings } from './own-words.strings';
import './own-words.css';

type State = { at: 'idle' } | { at: 'busy' } | { at: 'failed'; why: string } | { at: 'offered'; of: string; translation: Translation } | { at: 'taken'; own: Said };
const idle: State = { at: 'idle' };

interface OwnWordsProps { conversationId: string; said: Said; language: string | null; onWrite: (said: Said) => void }

/** One's own answer in the customer's language: shown beside one's own words, which stay at hand also when it is taken. Nothing leaves by it. */
export function OwnWords({ conversationId, said, language, onWrite }: OwnWordsProps) {
  const t = useStrings(ownWordsStrings);
  const locale = useLocale();
  const may = useAssistant('translate');
  const [state, setState] = useState<State>(idle);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const text = said.text.trim();
  const sent = text === '';
  // What was sent is in the thread; the next answer begins with nothing.
  useEffect(() => {
    if (!sent) return;
    asking.current?.abort();
    setState(idle);
  }, [sent]);
  if (!may || sent || language === null) return null;
  const name = languageName(locale, language) ?? language;
  const ask = async () => {
    const own = new AbortController();
    asking.current = own;
    setState({ at: 'busy' });
    try {
      const translation = await request<Translation>('POST', `/conversations/${conversationId}/assistant/translation`, { text: text.slice(0, 8000), to: language }, { signal: own.signal });
      if (!own.signal.aborted) setState({ at: 'offered', of: text, translation });
    } catch (error) {
      if (!own.signal.aborted) setState({ at: 'failed', why: t('failed', { reason: problemWords(error) }) });
    }
  };
  const take = (words: string) => {
    setState({ at: 'taken', own: said });
    onWrite({ text: words, html: null });
  };
  if (state.at === 'offered') {
    return (
      <section className="own-w" data-open aria-label={t('region')}>
        <div role="status">
          <span>{t('offered', { language: name, model: state.translation.model })}</span>
          <p className="words" dir="auto" lang={language}>{state.translation.text}</p>
        </div>
        {state.of !== text && <p className="warn">{t('changed')}</p>}
        <p className="acts">
          <Button size="sm" tone="primary" onClick={() => take(state.translation.text)}>{t('take')}</Button>
          {state.of !== text && <Button size="sm" onClick={() => void ask()}>{t('translate', { language: name })}</Button>}
          <Button size="sm" onClick={() => setState(idle)}>{t('away')}</Button>
        </p>
      </section>
    );
  }
  if (state.at === 'taken') {
    return (
      <section className="own-w" data-open aria-label={t('region')}>
        <span>{t('taken')}</span>
        <p className="words" dir="auto">{state.own.text}</p>
        <p className="acts"><Button size="sm" onClick={() => { onWrite(state.own); setState(idle); }}>{t('back')}</Button><Button size="sm" onClick={() => setState(idle)}>{t('away')}</Button></p>
      </section>
    );
  }
  if (state.at !== 'busy' && !wantsTranslation(text, language)) return null;
  return (
    <p className="own-w">
      <Icon of={Languages} size={14} />
      {state.at === 'busy'
        ? <><span role="status">{t('working')}</span><Button size="sm" tone="ghost" onClick={() => { asking.current?.abort(); setState(idle); }}>{t('stop')}</Button></>
        : <Button size="sm" tone="ghost" onClick={() => void ask()}>{t('translate', { language: name })}</Button>}
      {state.at === 'failed' && <span className="warn" role="alert">{state.why}</span>}
    </p>
  );
}
