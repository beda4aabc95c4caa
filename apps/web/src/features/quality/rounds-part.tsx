import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Calibration, ConversationView, Page, Review } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, formatList, useLocale, useStrings } from '../../i18n';
import { Button, Check, EmptyState, Field, Skeleton, TextInput, useNow, useToast } from '../../ui';
import { qualityStrings } from './quality.strings';
import { roundsQuery } from './queries';
import { roundStrings } from './round.strings';
import { inWords } from './words';

const reviewers = new Set(['owner', 'admin', 'supervisor']);

/** Reviewers score the same, blind, and see where they differ. */
export function RoundsPart() {
  const t = useStrings(roundStrings);
  const q = useStrings(qualityStrings);
  const locale = useLocale();
  const [beginning, setBeginning] = useState(false);
  const query = useQuery(roundsQuery);
  const { data } = query;
  return (
    <>
      <p className="help">{t('lead')}</p>
      {beginning ? <Begin onDone={() => setBeginning(false)} /> : <p className="qua-f"><Button tone="primary" onClick={() => setBeginning(true)}>{t('begin')}</Button>{data !== undefined && data.rounds > 0 && <span className="mut">{t('overall', { count: data.rounds })}: {data.alpha === null ? t('alphaNone') : t('alpha', { alpha: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(data.alpha) })}</span>}</p>}
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && data === undefined && <EmptyState art="broken" title={q('loadFailed')} action={<Button onClick={() => void query.refetch()}>{q('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {data?.items.length === 0 && !beginning && <EmptyState art="chart" title={t('empty')}>{t('emptyBody')}</EmptyState>}
      {data?.items.map((round) => <Round key={round.id} of={round} />)}
    </>
  );
}

function Begin({ onDone }: { onDone: () => void }) {
  const t = useStrings(roundStrings);
  const q = useStrings(qualityStrings);
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const people = useMembers().filter(({ active, role }) => active && reviewers.has(role));
  const [number, setNumber] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([me.member.id]);
  const start = useMutation({
    mutationFn: async () => {
      const wanted = Number(number.replace(/^#/, ''));
      const pages = await Promise.all(([{}, { state: 'resolved' }] as const).map((more) => request<Page<ConversationView>>('GET', '/conversations', undefined, { query: { q: `#${wanted}`, view: 'all', limit: 25, ...more } })));
      const found = pages.flatMap(({ items }) => items).find((each) => each.number === wanted);
      if (found === undefined) throw new Error(t('noSuch'));
      return request<Calibration>('POST', '/quality/calibrations', { conversationId: found.id, memberIds: chosen });
    },
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.quality });
      onDone();
    },
    onError: (error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <form className="qua-n" onSubmit={(event) => { event.preventDefault(); start.mutate(); }}>
      <Field label={t('number')}><TextInput inputMode="numeric" maxLength={10} value={number} onChange={(event) => setNumber(event.target.value)} /></Field>
      <fieldset className="plain"><legend className="lab">{t('who')}</legend>{people.map(({ id, name }) => <Check key={id} checked={chosen.includes(id)} onCheckedChange={(on) => setChosen(on ? [...chosen, id] : chosen.filter((each) => each !== id))}>{name}</Check>)}{chosen.length < 2 && <p className="help">{t('twoAtLeast')}</p>}</fieldset>
      <p className="qua-f"><Button type="submit" tone="primary" busy={start.isPending} disabled={chosen.length < 2 || !/^#?\d+$/.test(number.trim())}>{t('start')}</Button><Button tone="ghost" onClick={onDone}>{t('cancel')}</Button></p>
    </form>
  );
}

function Round({ of }: { of: Calibration }) {
  const t = useStrings(roundStrings);
  const q = useStrings(qualityStrings);
  const locale = useLocale();
  const now = useNow();
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const members = useMembers();
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? q('nobody');
  const failed = (error: Error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' });
  const part = useMutation({ mutationFn: () => request<Review>('POST', `/quality/calibrations/${of.id}/review`), onSuccess: (review) => void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: review.id }, search: {} }), onError: failed });
  const close = useMutation({ mutationFn: () => request('POST', `/quality/calibrations/${of.id}/close`), onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.quality }), onError: failed });
  const waits = of.people.filter(({ given }) => !given);
  const mine = of.people.find(({ memberId }) => memberId === me.member.id);
  const share = (value: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(value);
  return (
    <section className="part qua-s" aria-label={t('ofWork', { name: nameOf(of.agentId) })}>
      <header><h2>{of.conversation === null ? q('noConversation') : `#${of.conversation.number} ${of.conversation.contactName}`}</h2><span className="mut">{t('ofWork', { name: nameOf(of.agentId) })} · {formatDay(locale, new Date(of.createdAt), now)}</span></header>
      {of.result === null ? (
        <p className="qua-f">
          <span className="mut grow">{t('waitsFor', { names: formatList(locale, waits.map(({ memberId }) => nameOf(memberId))) })}</span>
          {mine?.given === false && <Button size="sm" tone="primary" busy={part.isPending} onClick={() => part.mutate()}>{t('scoreMine')}</Button>}
          {of.people.length - waits.length >= 2 && <Button size="sm" busy={close.isPending} onClick={() => close.mutate()}>{t('closeNow')}</Button>}
        </p>
      ) : (
        <>
          <div className="qua-x" tabIndex={0} role="group" aria-label={t('gap')}>
            <table>
              <thead><tr><th scope="col">{q('quality')}</th>{of.people.map(({ memberId }) => <th key={memberId} scope="col">{nameOf(memberId)}</th>)}<th scope="col">{t('gap')}</th></tr></thead>
              <tbody>{of.result.qualities.map(({ key, name, scores, gap }) => <tr key={key}><th scope="row">{inWords(name)}</th>{of.people.map(({ memberId }) => <td key={memberId}>{scores.find((each) => each.memberId === memberId)?.score ?? t('none')}</td>)}<td data-low={gap !== null && gap >= 2 ? '' : undefined}><b>{gap ?? t('none')}</b></td></tr>)}</tbody>
            </table>
          </div>
          <p className="mut">{of.result.same !== null && t('same', { share: share(of.result.same) })} · {of.result.nearly !== null && t('nearly', { share: share(of.result.nearly) })} · <span title={t('alphaHelp')}>{of.result.alpha === null ? t('alphaNone') : t('alpha', { alpha: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(of.result.alpha) })}</span></p>
          <p className="help">{t('alphaHelp')}</p>
        </>
      )}
    </section>
  );
}
