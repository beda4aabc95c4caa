import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { OpenComment, StatementDesk, StatementMade, StatementRound } from '@kontuar/contract';
import { request } from '../../app/client';
import { newClientId } from '../../app/client-id';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Check, EmptyState, Field, RelativeTime, Select, Skeleton, Tag, TextArea, useToast } from '../../ui';
import { statementsStrings } from './statements.strings';

export type About = { alertId: string } | { crisisId: string };
const paces = [5, 15, 30, 60, 300] as const;

/** Who waits in public, read by a person; one statement to those who are left in; and how far it is, with a way to stop it. */
export function StatementsPart({ about, begun }: { about: About; begun: string }) {
  const t = useStrings(statementsStrings);
  const query = useQuery({
    queryKey: [...queryKeys.crisis, 'statements', about], queryFn: ({ signal }) => request<StatementDesk>('GET', '/statements', undefined, { signal, query: { ...about } }),
    refetchInterval: ({ state }) => (state.data?.rounds.some(({ counts }) => counts.waiting > 0) === true ? 3_000 : 30_000),
  });
  const { data } = query;
  return (
    <section className="part" aria-label={t('title')}>
      <header><h2>{t('title')}</h2></header>
      <p className="mut">{t('lead')}</p>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {data !== undefined && data.rounds.length > 0 && <ul className="crs-t">{data.rounds.map((round) => <li key={round.id}><Round of={round} /></li>)}</ul>}
      {data?.items.length === 0 && <p>{t('nobody')}</p>}
      {data !== undefined && data.items.length > 0 && <Making of={data} about={about} begun={begun} />}
    </section>
  );
}

function Making({ of: { items, total }, about, begun }: { of: StatementDesk; about: About; begun: string }) {
  const t = useStrings(statementsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState(begun);
  const [pace, setPace] = useState<number>(15);
  const [refused, setRefused] = useState<StatementMade['refused']>([]);
  // The same again, when nobody knows whether it came through, goes on with what was begun.
  const asked = useRef({ id: '', body: '' });
  const chosen = items.filter(({ messageId }) => !left.has(messageId));
  const make = useMutation({
    mutationFn: () => {
      const body = { ...about, text: text.trim(), everySeconds: pace, items: chosen.map(({ conversationId, messageId }) => ({ conversationId, messageId })) };
      if (asked.current.body !== JSON.stringify(body)) asked.current = { id: newClientId(), body: JSON.stringify(body) };
      return request<StatementMade>('POST', '/statements', { clientId: asked.current.id, ...body });
    },
    onSuccess: (made) => { setRefused(made.refused); toast({ text: t('begun', { count: made.round.counts.waiting + made.round.counts.left }) }); },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.crisis }),
  });
  const put = (one: OpenComment, on: boolean) => setLeft((before) => { const next = new Set(before); if (on) next.delete(one.messageId); else next.add(one.messageId); return next; });
  const minutes = Math.max(1, Math.ceil((20 + Math.max(0, chosen.length - 1) * pace) / 60));
  const names = new Map(items.map((one) => [one.conversationId, one.authorName]));
  return (
    <form className="crs-f card" onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
      <div className="crs-a"><b>{t('chosen', { count: chosen.length, total: formatNumber(locale, items.length) })}</b><Button size="sm" tone="ghost" onClick={() => setLeft(new Set())}>{t('all')}</Button><Button size="sm" tone="ghost" onClick={() => setLeft(new Set(items.map(({ messageId }) => messageId)))}>{t('none')}</Button></div>
      <ul className="crs-t crs-o">{items.map((one) => <li key={one.messageId}><Check checked={!left.has(one.messageId)} onCheckedChange={(on) => put(one, on)}><span className="crs-oc"><b dir="auto">{one.authorName}</b> <span className="mut"><RelativeTime at={one.at} />{one.post !== null && <> · {one.post}</>}</span> {one.mood === 'negative' && <Tag tone="danger">{t('angry')}</Tag>} {one.mood === 'positive' && <Tag>{t('pleased')}</Tag>}<span className="crs-p" dir="auto">{one.text}</span></span></Check><Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: one.conversationId }} preload={false}>{t('read')}</Link></li>)}</ul>
      {total > items.length && <p className="mut">{t('more', { count: total - items.length })}</p>}
      <Field label={t('text')} help={t('textHelp')}><TextArea required rows={4} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <Field label={t('pace')} help={t('paceHelp')}><Select value={String(pace)} options={paces.map((seconds) => ({ value: String(seconds), label: seconds < 60 ? t('seconds', { count: seconds }) : t('minutes', { count: seconds / 60 }) }))} onValueChange={(seconds) => setPace(Number(seconds))} /></Field>
      {refused.length > 0 && <div role="alert"><p>{t('refused', { count: refused.length })}</p><ul className="crs-t">{refused.map(({ conversationId, reason }) => <li key={conversationId}><span><b dir="auto">{names.get(conversationId) ?? t('someone')}</b>: {inWords(reason, locale)}</span></li>)}</ul></div>}
      <p className="crs-a"><Button type="submit" tone="primary" busy={make.isPending} disabled={chosen.length === 0 || text.trim() === ''}>{t('say', { count: chosen.length })}</Button><span className="mut">{t('takes', { count: minutes })}</span></p>
    </form>
  );
}

function Round({ of: round }: { of: StatementRound }) {
  const t = useStrings(statementsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const { left, waiting, dropped } = round.counts;
  const stop = useMutation({
    mutationFn: () => request<StatementRound>('POST', `/statements/${round.id}/stop`, {}),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.crisis }),
  });
  return (
    <>
      <p className="crs-h"><b>{round.by.name}</b><span className="mut">{formatMoment(locale, new Date(round.at))}</span>{round.stoppedAt !== null && <Tag>{t('stopped')}</Tag>}</p>
      <p className="crs-p" dir="auto">{round.text}</p>
      <p className="crs-a" role="status"><span>{[t('haveLeft', { count: left }), ...(waiting > 0 ? [t('wait', { count: waiting })] : []), ...(dropped > 0 ? [t('dropped', { count: dropped })] : [])].join(', ')}</span>{waiting > 0 && round.endsAt !== null && <span className="mut">{t('until', { time: formatMoment(locale, new Date(round.endsAt)) })}</span>}{waiting > 0 && <Button size="sm" tone="danger" busy={stop.isPending} onClick={() => stop.mutate()}>{t('stop')}</Button>}</p>
    </>
  );
}
