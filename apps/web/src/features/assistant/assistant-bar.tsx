import { Link, useParams } from '@tanstack/react-router';
import { Sparkles } from 'lucide';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { AssistantDraft, AssistantSummary, ConversationView } from '@kontuar/contract';
import { useAssistant } from '../../app/assistant';
import { request } from '../../app/client';
import { command } from '../../app/commands';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { assistantStrings } from './assistant.strings';
import './assistant.css';

type Shown = { kind: 'summary'; summary: AssistantSummary } | { kind: 'draft'; draft: AssistantDraft };

/** What an assistant may do for a conversation, where the workspace connected one: each asked for by a person, shown as what it is, with where it is from. */
export function AssistantBar({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(assistantStrings);
  const locale = useLocale();
  const toast = useToast();
  const [sums, drafts, replies] = [useAssistant('summary'), useAssistant('draft'), useCan('conversation.reply')];
  const [shown, setShown] = useState<Shown | null>(null);
  const [busy, setBusy] = useState(false);
  const asking = useRef<AbortController | null>(null);
  // Whoever leaves is not waited for.
  useEffect(() => () => asking.current?.abort(), [conversation.id]);
  if (!sums && !(drafts && replies)) return null;
  const ask = async (work: (signal: AbortSignal) => Promise<Shown>) => {
    const own = new AbortController();
    asking.current = own;
    setBusy(true);
    try {
      setShown(await work(own.signal));
    } catch (error) {
      if (!own.signal.aborted) toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      if (asking.current === own) setBusy(false);
    }
  };
  const path = `/conversations/${conversation.id}/assistant`;
  const take = (draft: AssistantDraft) => {
    command('restore', { conversationId: conversation.id, private: false, text: draft.text, attachments: [], cc: [] });
    setShown(null);
  };
  if (shown?.kind === 'summary') {
    return underHeader(conversation.id, (
      <section className="asst asst-s" aria-label={t('bar')}>
        <div className="asst-c" role="status">
          <span className="by">{t('inShort', { model: shown.summary.model })}</span>
          {shown.summary.sentences.map((sentence, at) => <p key={at} dir="auto">{sentence.text}<Sources conversationId={conversation.id} sources={sentence.sources} /></p>)}
          <p className="asst-a"><Button size="sm" onClick={() => setShown(null)}>{t('close')}</Button></p>
        </div>
      </section>
    ));
  }
  return (
    <section className="asst" data-open={shown === null ? undefined : ''} aria-label={t('bar')}>
      {shown === null && (
        <p className="asst-b">
          <Icon of={Sparkles} size={14} />
          {busy ? <><span role="status">{t('working')}</span><Button size="sm" tone="ghost" onClick={() => { asking.current?.abort(); setBusy(false); }}>{t('stop')}</Button></> : (
            <>
              {sums && <Button size="sm" tone="ghost" onClick={() => void ask(async (signal) => ({ kind: 'summary', summary: await request<AssistantSummary>('POST', `${path}/summary`, { to: locale }, { signal }) }))}>{t('sumUp')}</Button>}
              {drafts && replies && <Button size="sm" tone="ghost" onClick={() => void ask(async (signal) => ({ kind: 'draft', draft: await request<AssistantDraft>('POST', `${path}/draft`, {}, { signal }) }))}>{t('suggest')}</Button>}
            </>
          )}
        </p>
      )}
      {shown?.kind === 'draft' && (
        <div className="asst-c" role="status">
          <span className="by">{t('suggested', { model: shown.draft.model })}</span>
          <p dir="auto">{shown.draft.text}<Sources conversationId={conversation.id} sources={shown.draft.sources} /></p>
          <p className="asst-a"><Button size="sm" tone="primary" onClick={() => take(shown.draft)}>{t('take')}</Button><Button size="sm" onClick={() => setShown(null)}>{t('close')}</Button></p>
        </div>
      )}
    </section>
  );
}

/** What it is about is read before what was said: the thread keeps a place for it below its header. */
function underHeader(conversationId: string, summary: ReactNode): ReactNode {
  const place = document.querySelector(`[data-brief="${CSS.escape(conversationId)}"]`);
  return place === null ? summary : createPortal(summary, place);
}

function Sources({ conversationId, sources }: { conversationId: string; sources: AssistantDraft['sources'] }) {
  const t = useStrings(assistantStrings);
  const { view = 'all' } = useParams({ strict: false }) as { view?: string };
  return sources.map(({ messageId, seq }) => <Link key={messageId} className="lnk" to="/inbox/$view/$conversationId" params={{ view, conversationId }} hash={`m${seq}`} aria-label={t('source', { number: seq })}>[{seq}]</Link>);
}
