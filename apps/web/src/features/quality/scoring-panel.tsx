import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { QualityScore, Review, ScorecardQuality } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Field, TextArea, TextInput, useToast } from '../../ui';
import { Hints } from './hints';
import { qualityStrings } from './quality.strings';
import { reviewQuery } from './queries';
import { reviewStrings } from './review.strings';
import { inWords } from './words';

const PAUSE_MS = 500;

interface PanelProps { of: Review; agentName: string; next: string | undefined; order: string; onPoint: (messageId: string | null) => void }

/** Scores as they are given: kept at every pause, given when all are there. */
export function ScoringPanel({ of, agentName, next, order, onPoint }: PanelProps) {
  const t = useStrings(reviewStrings);
  const q = useStrings(qualityStrings);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const [scores, setScores] = useState<readonly QualityScore[]>(of.scores);
  const [comment, setComment] = useState(of.comment);
  const [state, setState] = useState<'same' | 'saving' | 'saved'>('same');
  const latest = useRef({ scores, comment });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const failed = (error: Error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' });
  const keep = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const review = await request<Review>('PATCH', `/quality/reviews/${of.id}`, latest.current);
    cache.setQueryData(reviewQuery(of.id).queryKey, review);
    setState((before) => (timer.current === undefined && before === 'saving' ? 'saved' : before));
  }, [cache, of.id]);
  const change = (more: Partial<typeof latest.current>) => {
    latest.current = { ...latest.current, ...more };
    setScores(latest.current.scores);
    setComment(latest.current.comment);
    setState('saving');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void keep().catch(failed), PAUSE_MS);
  };
  // Who leaves before the pause is over loses nothing.
  useEffect(() => () => { if (timer.current !== undefined) void keep().catch(() => undefined); }, [keep]);
  const give = useMutation({
    mutationFn: async () => {
      await keep();
      return request<Review>('POST', `/quality/reviews/${of.id}/give`);
    },
    onSuccess: (review) => {
      cache.setQueryData(reviewQuery(of.id).queryKey, review);
      void cache.invalidateQueries({ queryKey: queryKeys.quality });
      toast({ text: of.kind === 'calibration' ? t('handedIn') : t('givenNow', { name: agentName }) });
      if (next !== undefined) void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: next }, search: { of: order } });
    },
    onError: failed,
  });
  const discard = useMutation({
    mutationFn: () => request('DELETE', `/quality/reviews/${of.id}`),
    onSuccess: () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      toast({ text: t('discarded') });
      void cache.invalidateQueries({ queryKey: queryKeys.quality });
      void navigate({ to: '/quality', search: {} });
    },
    onError: failed,
  });
  const score = (quality: string, more: Partial<QualityScore>) => {
    const before = latest.current.scores.find((each) => each.quality === quality) ?? { quality, score: null, note: '' };
    change({ scores: [...latest.current.scores.filter((each) => each.quality !== quality), { ...before, ...more }] });
  };
  const left = of.scorecard.qualities.filter(({ key }) => !scores.some(({ quality }) => quality === key)).length;
  return (
    <section className="part" aria-labelledby="review-scores">
      <header><h2 id="review-scores">{t('scores')}</h2><span className="grow" /><span className="mut" role="status">{state === 'saving' ? t('saving') : state === 'saved' ? t('saved') : ''}</span></header>
      <p className="help">{t(of.kind === 'calibration' ? 'roundNow' : 'draftNow')}</p>
      {of.scorecard.qualities.map((quality) => <ScoreField key={quality.key} quality={quality} given={scores.find((each) => each.quality === quality.key)} onChange={(more) => score(quality.key, more)} />)}
      <Field label={t('comment')} help={t('commentHelp')} optional><TextArea rows={3} maxLength={4000} value={comment} onChange={(event) => change({ comment: event.target.value })} /></Field>
      <div className="qua-f">
        <Button tone="primary" busy={give.isPending} disabled={left > 0} onClick={() => give.mutate()}>{of.kind === 'calibration' ? t('giveRound') : next !== undefined ? t('giveNext') : t('give', { name: agentName })}</Button>
        <Button tone="ghost" busy={discard.isPending} onClick={() => discard.mutate()}>{t('discard')}</Button>
        {left > 0 && <span className="mut">{t('left', { count: left })}</span>}
      </div>
      <Hints reviewId={of.id} onPoint={onPoint} />
    </section>
  );
}

/** 1 to 5 and "does not apply"; what a number means stands below, and changes with it. */
function ScoreField({ quality, given, onChange }: { quality: ScorecardQuality; given: QualityScore | undefined; onChange: (more: Partial<QualityScore>) => void }) {
  const t = useStrings(reviewStrings);
  const name = inWords(quality.name);
  const anchor = given?.score == null ? '' : inWords(given.score <= 2 ? quality.anchors.low : given.score >= 4 ? quality.anchors.high : quality.anchors.middle);
  return (
    <fieldset className="qua-sc">
      <legend>{name}</legend>
      <div className="qua-v">
        {[1, 2, 3, 4, 5].map((value) => <label key={value}><input type="radio" name={`score-${quality.key}`} checked={given?.score === value} onChange={() => onChange({ score: value })} /><span>{value}</span></label>)}
        <label title={t('notApply')}><input type="radio" name={`score-${quality.key}`} aria-label={t('notApply')} checked={given !== undefined && given.score === null} onChange={() => onChange({ score: null })} /><span>{t('notApplyShort')}</span></label>
      </div>
      {anchor !== '' ? <p className="help">{anchor}</p> : <p className="help qua-an3"><span>1: {inWords(quality.anchors.low)}</span><span>3: {inWords(quality.anchors.middle)}</span><span>5: {inWords(quality.anchors.high)}</span></p>}
      {given !== undefined && <Field label={t('remark', { quality: name })} hideLabel optional><TextInput maxLength={2000} placeholder={t('remark', { quality: name })} value={given.note} onChange={(event) => onChange({ note: event.target.value })} /></Field>}
    </fieldset>
  );
}
