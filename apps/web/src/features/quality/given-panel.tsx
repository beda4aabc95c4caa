import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Review } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, Field, TextArea, useToast } from '../../ui';
import { Hints } from './hints';
import { qualityStrings } from './quality.strings';
import { reviewQuery } from './queries';
import { reviewStrings } from './review.strings';
import { inWords, meanWords } from './words';

/** What was found, what is said to it, and the second look. */
export function GivenPanel({ of, nameOf, onPoint }: { of: Review; nameOf: (id: string | null) => string; onPoint: (messageId: string | null) => void }) {
  const t = useStrings(reviewStrings);
  const q = useStrings(qualityStrings);
  const locale = useLocale();
  const me = useMe();
  const reviews = useCan('quality.review');
  const toast = useToast();
  const navigate = useNavigate();
  const isAgent = of.agentId === me.member.id;
  const mayLook = reviews && of.state === 'contested' && !isAgent && of.reviewerId !== me.member.id;
  const second = useMutation({ mutationFn: () => request<Review>('POST', `/quality/reviews/${of.id}/second`), onSuccess: (review) => void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: review.id }, search: {} }), onError: (error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' }) });
  const looks = mayLook && <Button size="sm" tone="primary" busy={second.isPending} onClick={() => second.mutate()}>{t('takeSecond')}</Button>;
  if (of.blind) return <section className="part" aria-labelledby="review-scores"><header><h2 id="review-scores">{t('blindTitle')}</h2></header><p>{t('blindBody')}</p><p className="qua-f">{looks}</p></section>;
  return (
    <section className="part" aria-labelledby="review-scores">
      <header><h2 id="review-scores">{t('scores')}</h2><span className="grow" />{of.mean !== null && <b className="qua-m">{q('mean', { mean: meanWords(locale, of.mean) })}</b>}</header>
      {of.state === 'contested' && <Banner boxed tone="waiting" action={looks}>{t('contestedNow')}</Banner>}
      {of.state === 'settled' && <Banner boxed tone="info">{t('settledNow')} {of.secondId !== null && <Link className="lnk" to="/quality/reviews/$reviewId" params={{ reviewId: of.secondId }} search={{}}>{t('seeSecond')}</Link>}</Banner>}
      {of.firstId !== null && <p><Link className="lnk" to="/quality/reviews/$reviewId" params={{ reviewId: of.firstId }} search={{}}>{t('seeFirst')}</Link></p>}
      <dl className="qua-dl">
        {of.scorecard.qualities.map((quality) => {
          const given = of.scores.find((each) => each.quality === quality.key);
          return (
            <div key={quality.key}>
              <dt>{inWords(quality.name)}</dt>
              <dd>{given === undefined ? t('notScored') : given.score === null ? t('notApply') : <><meter className="qua-b" min={1} max={5} value={given.score} aria-hidden="true" /> <b>{given.score}</b></>}</dd>
              {given !== undefined && (given.note !== '' || given.score !== null) && <dd className="help">{given.note !== '' ? given.note : given.score === null ? '' : inWords(given.score <= 2 ? quality.anchors.low : given.score >= 4 ? quality.anchors.high : quality.anchors.middle)}</dd>}
            </div>
          );
        })}
      </dl>
      {of.comment !== '' && <p className="qua-c" dir="auto">{of.comment}</p>}
      {of.answer !== '' && <p className="qua-c" dir="auto"><span className="mut">{isAgent ? t('youSaid') : t('agentSays', { name: nameOf(of.agentId) })}</span> {of.answer}</p>}
      {of.contest !== '' && <p className="qua-c" dir="auto"><span className="mut">{t('contestWas')}</span> {of.contest}</p>}
      {isAgent && (of.state === 'given' || of.state === 'answered') && <Says key={of.state} of={of} />}
      <Hints reviewId={of.id} onPoint={onPoint} />
    </section>
  );
}

/** What the member does with it. */
function Says({ of }: { of: Review }) {
  const t = useStrings(reviewStrings);
  const q = useStrings(qualityStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [what, setWhat] = useState<'answer' | 'contest' | null>(null);
  const [text, setText] = useState('');
  const say = useMutation({
    mutationFn: (how: 'answer' | 'contest') => request<Review>('POST', `/quality/reviews/${of.id}/${how}`, { text }),
    onSuccess: (review) => {
      cache.setQueryData(reviewQuery(of.id).queryKey, review);
      void cache.invalidateQueries({ queryKey: queryKeys.quality });
      setWhat(null);
      setText('');
    },
    onError: (error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  if (what === null) return <p className="qua-f"><Button onClick={() => { setWhat('answer'); setText(of.answer); }}>{t('answerReview')}</Button>{of.kind === 'review' && <Button tone="ghost" onClick={() => { setWhat('contest'); setText(''); }}>{t('contest')}</Button>}</p>;
  return (
    <form onSubmit={(event) => { event.preventDefault(); say.mutate(what); }}>
      <Field label={t(what === 'answer' ? 'answerLabel' : 'contestWhy')} help={t(what === 'answer' ? 'answerHelp' : 'contestHelp')}><TextArea autoFocus rows={3} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <p className="qua-f"><Button type="submit" tone="primary" busy={say.isPending} disabled={text.trim() === ''}>{t(what === 'answer' ? 'sendAnswer' : 'sendContest')}</Button><Button tone="ghost" onClick={() => setWhat(null)}>{t('cancel')}</Button></p>
    </form>
  );
}
