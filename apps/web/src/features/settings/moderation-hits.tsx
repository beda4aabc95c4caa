import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ModerationDecided, ModerationDecision, ModerationHit, ModerationRule, ModerationVerdict, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { WaitsOrRuns } from '../../app/rests/channel-rests';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Check, EmptyState, Field, Select, Tag, useToast } from '../../ui';
import { Why } from './moderation-why';
import { moderationStrings } from '../../app/moderation/moderation.strings';
import { backOf, concerns, isOpen } from '../../app/moderation/verdicts';
import { RowsSkeleton, useFailed } from './parts';

const decisions = ['suggested', 'done', 'restored', 'refused', 'trial'] as const satisfies readonly ModerationDecision[];
interface Asked { ruleId: string; decision: ModerationDecision | '' }

/** What rules hit, newest first: to look at, to decide, to take back, one or many at once. */
export function ModerationHitList({ rules }: { rules: readonly ModerationRule[] }) {
  const t = useStrings(moderationStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const may = useCan('message.act');
  const [asked, setAsked] = useState<Asked>({ ruleId: '', decision: '' });
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: queryKeys.moderationHits(asked),
    queryFn: ({ pageParam, signal }) => request<Page<ModerationHit>>('GET', '/moderation/hits', undefined, { signal, query: { limit: 50, ...(asked.ruleId === '' ? {} : { ruleId: asked.ruleId }), ...(asked.decision === '' ? {} : { decision: asked.decision }), ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
    initialPageParam: '', getNextPageParam: ({ nextCursor }) => nextCursor,
    // What the network is being asked for shows once it has answered.
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ message }) => message.pending !== null)) === true ? 5_000 : false),
  });
  const hits = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = hits.filter(({ id }) => picked.has(id));
  const decide = useMutation({
    mutationFn: ({ ids, verdict }: { ids: string[]; verdict: ModerationVerdict; isBack?: boolean }) => request<ModerationDecided>('POST', '/moderation/hits/decide', { ids, verdict }),
    onSuccess: ({ decided, skipped }, { ids, verdict, isBack = false }) => {
      toast({ text: [t('decided', { count: decided }), ...(skipped > 0 ? [t('skipped', { count: skipped })] : [])].join(' '), ...(decided === 0 || isBack ? {} : { undo: () => decide.mutate({ ids, verdict: backOf[verdict], isBack: true }) }) });
      setPicked(new Set());
    },
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.moderation }),
  });
  const ask = (part: Partial<Asked>) => {
    setAsked({ ...asked, ...part });
    setPicked(new Set());
  };
  const batch = (verdict: ModerationVerdict) => {
    const ids = chosen.filter((hit) => concerns(verdict, hit)).map(({ id }) => id).slice(0, 500);
    if (ids.length > 0) decide.mutate({ ids, verdict });
  };
  return (
    <section className="mod-p" aria-label={t('hitsTitle')}>
      <h2>{t('hitsTitle')}</h2>
      <div className="tools">
        <Field label={t('allRules')} hideLabel><Select value={asked.ruleId} options={[{ value: '', label: t('allRules') }, ...rules.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(ruleId) => ask({ ruleId })} /></Field>
        <Field label={t('allDecisions')} hideLabel><Select value={asked.decision} options={[{ value: '', label: t('allDecisions') }, ...decisions.map((value) => ({ value, label: t(`d_${value}`) }))]} onValueChange={(value) => ask({ decision: decisions.find((each) => each === value) ?? '' })} /></Field>
      </div>
      {query.isPending && <RowsSkeleton />}
      {query.isSuccess && hits.length === 0 && <EmptyState art="list" title={t('noHits')}>{t('noHitsBody')}</EmptyState>}
      {may && hits.length > 0 && (
        <div className="mod-b">
          <Check checked={chosen.length === hits.length} onCheckedChange={(on) => setPicked(new Set(on ? hits.map(({ id }) => id) : []))}>{t('selectAll')}</Check>
          {chosen.length > 0 && <>
            <span role="status">{t('selected', { count: chosen.length })}</span>
            {chosen.some(isOpen) && <Button size="sm" tone="primary" busy={decide.isPending} onClick={() => batch('do')}>{t('doIt')}</Button>}
            {chosen.some(({ decision }) => decision === 'suggested') && <Button size="sm" busy={decide.isPending} onClick={() => batch('refuse')}>{t('leave')}</Button>}
            {chosen.some(({ decision }) => decision === 'done') && <Button size="sm" busy={decide.isPending} onClick={() => batch('restore')}>{t('restore')}</Button>}
            <Button size="sm" tone="ghost" busy={decide.isPending} onClick={() => batch('false')}>{t('markFalse')}</Button>
          </>}
        </div>
      )}
      {hits.length > 0 && <ul className="mod-h card">{hits.map((hit) => <Hit key={hit.id} of={hit} may={may} isPicked={picked.has(hit.id)} busy={decide.isPending} onPick={(on) => setPicked(new Set(on ? [...picked, hit.id] : [...picked].filter((id) => id !== hit.id)))} onDecide={(verdict) => decide.mutate({ ids: [hit.id], verdict })} />)}</ul>}
      {query.hasNextPage && <p><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </section>
  );
}

/** While a channel rests: what was decided and is not done yet. */
function wayBack({ decision, message: { pending } }: ModerationHit, onDecide: (verdict: ModerationVerdict) => void): (() => void) | undefined {
  if (decision === 'restored' && (pending === 'unhide' || pending === 'unlike')) return () => onDecide('do');
  if (decision === 'done' && pending !== null && pending !== 'unhide' && pending !== 'unlike') return () => onDecide('restore');
  return undefined;
}

function Hit({ of: hit, may, isPicked, busy, onPick, onDecide }: { of: ModerationHit; may: boolean; isPicked: boolean; busy: boolean; onPick: (on: boolean) => void; onDecide: (verdict: ModerationVerdict) => void }) {
  const t = useStrings(moderationStrings);
  const locale = useLocale();
  const { message } = hit;
  const name = message.authorName === '' ? t('unnamed') : message.authorName;
  return (
    <li>
      <p className="mod-w">
        {may && <Check aria-label={t('select', { name: `${name}: ${message.text.slice(0, 60)}` })} checked={isPicked} onCheckedChange={onPick}>{null}</Check>}
        <b>{name}</b> <span className="mut">{formatMoment(locale, new Date(hit.at))} · {hit.ruleName}</span>
        <Tag {...(hit.decision === 'suggested' ? { tone: 'waiting' as const } : {})}>{t(`d_${hit.decision}`)}</Tag>
        {message.hidden && <Tag>{t('hiddenTag')}</Tag>}{message.removed && <Tag>{t('removedTag')}</Tag>}{hit.falseHit && <Tag tone="waiting">{t('falseTag')}</Tag>}
        {hit.decidedBy !== null && <span className="mut">{t('byWhom', { name: hit.decidedBy })}</span>}
      </p>
      <p dir="auto" className="mod-q">{message.text}</p>
      <Why reasons={hit.reasons} />
      <WaitsOrRuns channelId={message.channelId} pending={message.pending} onBack={may ? wayBack(hit, onDecide) : undefined}><p className="help" role="status">{t('asking')}</p></WaitsOrRuns>
      <p className="help">{hit.outcomes.map((outcome) => `${t(outcome.do)}: ${t(`o_${outcome.state}`)}`).join(' · ')}</p>
      <p className="mod-a">
        {may && isOpen(hit) && <Button size="sm" disabled={busy} onClick={() => onDecide('do')}>{t('doIt')}</Button>}
        {may && hit.decision === 'suggested' && <Button size="sm" disabled={busy} onClick={() => onDecide('refuse')}>{t('leave')}</Button>}
        {may && hit.decision === 'done' && <Button size="sm" disabled={busy} onClick={() => onDecide('restore')}>{t('restore')}</Button>}
        {may && <Button size="sm" tone="ghost" disabled={busy} onClick={() => onDecide(hit.falseHit ? 'right' : 'false')}>{t(hit.falseHit ? 'notFalse' : 'isFalse')}</Button>}
        <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: message.conversationId }} preload={false}>{t('open')}</Link>
      </p>
    </li>
  );
}
