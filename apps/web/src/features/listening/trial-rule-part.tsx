import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ModerationHit, ModerationRule, ModerationRules, ModerationTrial, Page } from '@kontuar/contract';
import { request, type Method } from '../../app/client';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Tag, useToast } from '../../ui';
import { useConditionWords } from '../../app/moderation/use-condition-words';
import { moderationStrings } from '../../app/moderation/moderation.strings';
import { trialRuleStrings } from './trial-rule-part.strings';

/** `undo`: what takes it back, by what was answered. */
interface Asked { method?: Method; path: string; body: object; said: string; undo?: (answer: unknown) => Omit<Asked, 'said' | 'undo'> }

const SHOWN = 3;
const stages = ['trial', 'suggest', 'act'] as const;

/** The rule about comments that is on trial, with what it would have hit: false hits are marked and exceptions made from here, and it goes on to suggesting. */
export function TrialRulePart() {
  const t = useStrings(trialRuleStrings);
  const { data } = useQuery({ queryKey: queryKeys.moderationRules, queryFn: ({ signal }) => request<ModerationRules>('GET', '/moderation/rules', undefined, { signal }), staleTime: 60_000 });
  const rule = data?.items.filter(({ stage, active }) => stage === 'trial' && active).sort((a, b) => b.tally.hits - a.tally.hits)[0];
  if (rule === undefined) return null;
  return (
    <section className="hear-tr" aria-label={t('title')}>
      <h3>{t('title')}<span className="grow" /><Tag>{t('notLive')}</Tag></h3>
      <Rule of={rule} />
    </section>
  );
}

function Rule({ of: rule }: { of: ModerationRule }) {
  const t = useStrings(trialRuleStrings);
  const words = useStrings(moderationStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const manages = useCan('moderation.manage');
  const marks = useCan('message.act');
  const { channelIds, match, conditions, exceptions } = rule;
  // Of whoever may try it: held against the whole month, not only against what came since it is on trial. New comments do not make it run again.
  const trial = useQuery({ queryKey: ['moderation-trial', rule.id, rule.version], queryFn: ({ signal }) => request<ModerationTrial>('POST', '/moderation/rules/trial', { ruleId: rule.id, channelIds, match, conditions, exceptions }, { signal }), enabled: manages, staleTime: 10 * 60_000, retry: false });
  const tried = trial.data;
  const { data } = useQuery({ enabled: !manages || trial.isError, queryKey: queryKeys.moderationHits({ ruleId: rule.id, falseHit: 'false', limit: SHOWN }), queryFn: ({ signal }) => request<Page<ModerationHit>>('GET', '/moderation/hits', undefined, { signal, query: { ruleId: rule.id, falseHit: 'false', limit: SHOWN } }) });
  const act = useMutation({
    mutationFn: ({ method = 'POST', path, body }: Asked) => request<unknown>(method, path, body),
    onSuccess: (answer, { said, undo }) => void toast({ text: said, ...(undo === undefined ? {} : { undo: () => act.mutate({ ...undo(answer), said: t('undone') }) }) }),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => Promise.all([queryKeys.moderation, ['moderation-trial']].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  // Both answer the rule as it is then.
  const change = (body: Partial<ModerationRule>) => (answer: unknown) => ({ method: 'PATCH' as const, path: `/moderation/rules/${rule.id}`, body: { ...body, version: (answer as ModerationRule).version } });
  const { hits, falseHits } = tried ?? rule.tally;
  const conditionWords = useConditionWords();
  const [right, wrong] = [formatNumber(locale, hits - falseHits), formatNumber(locale, falseHits)];
  const when = conditions.map(conditionWords).join(t(match === 'all' ? 'allOf' : 'anyOf'));
  const mark = (messageId: string, falseHit: boolean) => ({ method: 'PUT' as const, path: `/moderation/rules/${rule.id}/marks`, body: { messageId, falseHit } });
  const decide = (id: string, verdict: 'false' | 'right') => ({ path: '/moderation/hits/decide', body: { ids: [id], verdict } });
  const shown = tried === undefined ? (data?.items ?? []).map(({ id, message }) => ({ message, marking: decide(id, 'false'), back: decide(id, 'right') })) : tried.samples.filter((sample) => !sample.falseHit).slice(0, SHOWN).map(({ message }) => ({ message, marking: mark(message.id, true), back: mark(message.id, false) }));
  return (
    <>
      <p>{t('says', { name: rule.name, does: rule.actions.map((action) => words(action.do).toLocaleLowerCase(locale)).join(', '), when })}</p>
      {hits === 0 ? <p className="mut">{t('none')}</p> : (
        <>
          <p className="hear-tn"><b>{t('hits', { count: hits })}</b> <span data-t="ok">{t('right', { count: right })}</span> <span data-t="danger">{t('wrong', { count: wrong })}</span></p>
          <i className="hear-tb" role="img" aria-label={t('bar', { right, all: formatNumber(locale, hits), wrong })}><i style={{ flexGrow: hits - falseHits }} /><i data-t="danger" style={{ flexGrow: falseHits }} /></i>
        </>
      )}
      <ul>
        {shown.map(({ message, marking, back }) => (
          <li key={message.id}>
            <p className="ell" dir="auto" title={message.text}>{message.text}</p>
            {marks && <button type="button" className="lnk" disabled={act.isPending} onClick={() => act.mutate({ ...marking, said: t('marked'), undo: () => back })}>{t('isFalse')}</button>}
            {manages && message.authorId !== null && <button type="button" className="lnk" disabled={act.isPending} onClick={() => act.mutate({ path: `/moderation/rules/${rule.id}/exceptions`, body: { kind: 'author', value: message.authorId }, said: t('excepted'), undo: change({ exceptions }) })}>{t('leaveAuthor')}</button>}
          </li>
        ))}
      </ul>
      <p className="mut" role="status">{manages && trial.isPending ? t('trying') : tried !== undefined && `${t('tried', { count: tried.looked })} `}{t('restorable')}</p>
      <div className="hear-ts">
        <ol aria-label={t('stages')}>{stages.map((stage) => <li key={stage} aria-current={stage === rule.stage ? 'step' : undefined}>{t(stage)}</li>)}</ol>
        <Link className="lnk" to="/settings/$part" params={{ part: 'moderation' }}>{t('all')}</Link><span className="grow" />
        {manages && <Button size="sm" tone="primary" disabled={act.isPending} onClick={() => act.mutate({ method: 'PATCH', path: `/moderation/rules/${rule.id}`, body: { stage: 'suggest', version: rule.version }, said: t('raised'), undo: change({ stage: 'trial' }) })}>{t('next')}</Button>}
      </div>
    </>
  );
}
