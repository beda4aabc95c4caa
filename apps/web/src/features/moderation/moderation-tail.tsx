import './moderation-tail.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldQuestionMark } from 'lucide';
import type { ConversationView, ModerationDecided, ModerationHit, ModerationOfConversation, ModerationVerdict } from '@kontuar/contract';
import { request } from '../../app/client';
import { backOf } from '../../app/moderation/verdicts';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { tailStrings } from './moderation-tail.strings';

/** What rules suggest about the comments of a conversation, and what they hid: each with the words that hit, and one key to do it or to leave it. */
export function ModerationTail({ conversation }: { conversation: ConversationView }) {
  return conversation.hasPublic ? <Hits conversation={conversation} /> : null;
}

function Hits({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(tailStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const may = useCan('message.act');
  const query = useQuery({ queryKey: queryKeys.moderationOf(conversation.id), queryFn: ({ signal }) => request<ModerationOfConversation>('GET', `/conversations/${conversation.id}/moderation`, undefined, { signal }) });
  const decide = useMutation({
    mutationFn: ({ ids, verdict }: { ids: string[]; verdict: ModerationVerdict; isBack?: boolean }) => request<ModerationDecided>('POST', '/moderation/hits/decide', { ids, verdict }),
    onSuccess: ({ decided }, { ids, verdict, isBack = false }) => void toast({
      text: decided === 0 ? t('late') : isBack ? t('undone') : t(verdict === 'do' ? 'done' : verdict === 'restore' ? 'restored' : 'left'),
      ...(decided === 0 || isBack ? {} : { undo: () => decide.mutate({ ids, verdict: backOf[verdict], isBack: true }) }),
    }),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.moderation }),
  });
  const hits = query.data?.items ?? [];
  const suggested = hits.filter(({ decision }) => decision === 'suggested');
  const hidden = hits.filter(({ decision, message }) => decision === 'done' && message.hidden);
  const [first] = suggested;
  const say = (verdict: ModerationVerdict) => { if (first !== undefined && !decide.isPending) decide.mutate({ ids: [first.id], verdict }); };
  useShortcut('rule-do', () => say('do'), { when: may && first !== undefined });
  useShortcut('rule-leave', () => say('refuse'), { when: may && first !== undefined });
  if (!may || suggested.length + hidden.length === 0) return null;
  return (
    <section className="mdt" aria-label={t('suggestions')}>
      {suggested.map((hit, at) => <Suggested key={hit.id} hit={hit} isFirst={at === 0} busy={decide.isPending} onDecide={(verdict) => decide.mutate({ ids: [hit.id], verdict })} />)}
      {hidden.map((hit) => <p key={hit.id}><Icon of={ShieldQuestionMark} size={14} /><span className="mdt-w">{t('acted', { rule: hit.ruleName })} <Found hit={hit} /></span><Button size="sm" disabled={decide.isPending} onClick={() => decide.mutate({ ids: [hit.id], verdict: 'restore' })}>{t('restore')}</Button></p>)}
    </section>
  );
}

function Suggested({ hit, isFirst, busy, onDecide }: { hit: ModerationHit; isFirst: boolean; busy: boolean; onDecide: (verdict: ModerationVerdict) => void }) {
  const t = useStrings(tailStrings);
  const [doKeys, leaveKeys] = [useKeycaps('rule-do'), useKeycaps('rule-leave')];
  return (
    <p role="status">
      <Icon of={ShieldQuestionMark} size={14} />
      <span className="mdt-w"><b>{t('suggests', { rule: hit.ruleName })}</b>: {hit.outcomes.map((outcome) => t(outcome.do)).join(', ')} <Found hit={hit} /></span>
      <Button size="sm" tone="primary" disabled={busy} {...(isFirst ? { keys: doKeys } : {})} onClick={() => onDecide('do')}>{t('doIt')}</Button>
      <Button size="sm" disabled={busy} {...(isFirst ? { keys: leaveKeys } : {})} onClick={() => onDecide('refuse')}>{t('leave')}</Button>
    </p>
  );
}

function Found({ hit: { reasons } }: { hit: ModerationHit }) {
  const t = useStrings(tailStrings);
  const found = reasons.flatMap((reason) => reason.found);
  return found.length === 0 ? null : <span className="mut">({t('because')} <mark dir="auto">{found.join(', ')}</mark>)</span>;
}
