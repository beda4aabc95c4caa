import { Languages } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { MessageView, Translation } from '@kontuar/contract';
import { useAssistant } from '../../app/assistant';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { languageName } from '../../app/language-name';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { translateStrings } from './translate.strings';

/** Offered below what a customer wrote in another language than one's own; the original stays above it. */
export function TranslateLine({ message }: { message: MessageView }) {
  const locale = useLocale();
  const may = useAssistant('translate');
  const foreign = message.direction === 'in' && message.language !== null && message.language !== locale && message.deletedAt === null && message.text.trim() !== '';
  return may && foreign ? <Offered message={message} language={message.language ?? ''} /> : null;
}

function Offered({ message, language }: { message: MessageView; language: string }) {
  const t = useStrings(translateStrings);
  const locale = useLocale();
  const [shown, setShown] = useState<Translation | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | { failed: string }>('idle');
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const ask = async () => {
    asking.current = new AbortController();
    setState('busy');
    try {
      setShown(await request<Translation>('POST', `/conversations/${message.conversationId}/assistant/translation`, { messageId: message.id, to: locale }, { signal: asking.current.signal }));
      setState('idle');
    } catch (error) {
      if (!asking.current.signal.aborted) setState({ failed: problemWords(error) });
    }
  };
  if (shown !== null) return <div className="transl" role="status"><span className="by mut">{t('by', { model: shown.model })}</span><p dir="auto">{shown.text}</p></div>;
  return (
    <p className="transl-b">
      <Icon of={Languages} size={14} />
      <span className="mut">{languageName(locale, language) ?? language}</span>
      <Button size="sm" tone="ghost" busy={state === 'busy'} onClick={() => void ask()}>{t('translate')}</Button>
      {typeof state === 'object' && <span className="warn" role="alert">{state.failed}</span>}
    </p>
  );
}
