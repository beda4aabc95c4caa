import './quality.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import { useState } from 'react';
import type { Review } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, Skeleton, Tag } from '../../ui';
import { GivenPanel } from './given-panel';
import { qualityStrings } from './quality.strings';
import { reviewQuery } from './queries';
import { ReviewThread } from './review-thread';
import { reviewStrings } from './review.strings';
import { ScoringPanel } from './scoring-panel';
import { whyWords } from './words';

/** A conversation with what a reviewer finds in it beside it; scored by its reviewer, read by whom it is about. */
export function ReviewScreen() {
  const t = useStrings(reviewStrings);
  const q = useStrings(qualityStrings);
  const { reviewId = '' } = useParams({ strict: false }) as { reviewId?: string };
  const { data, error, isPending, refetch } = useQuery(reviewQuery(reviewId));
  useShortcut('back', () => history.back());
  return (
    <main className="page qua-p" id="content" tabIndex={-1} aria-label={data === undefined ? q('title') : t('title', { name: data.conversation?.contactName ?? q('noConversation') })}>
      <p className="crumb"><Link to="/quality" search={{}}><Icon of={ChevronLeft} size={14} />{t('back')}</Link></p>
      {isPending && <Skeleton width="50%" height={24} />}
      {error !== null && data === undefined && (error instanceof ApiProblem && error.status === 404
        ? <EmptyState art="lock" title={q('loadFailed')}>{problemWords(error)}</EmptyState>
        : <EmptyState art="broken" title={q('loadFailed')} action={<Button onClick={() => void refetch()}>{q('again')}</Button>}>{problemWords(error)}</EmptyState>)}
      {data !== undefined && <Whole key={data.id} of={data} />}
    </main>
  );
}

function Whole({ of }: { of: Review }) {
  const t = useStrings(reviewStrings);
  const q = useStrings(qualityStrings);
  const me = useMe();
  const members = useMembers();
  const { of: order = '' } = useSearch({ strict: false }) as { of?: string };
  const [pointed, point] = useState<string | null>(null);
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.name ?? q('nobody');
  const ids = order === '' ? [] : order.split(' ');
  const at = ids.indexOf(of.id);
  const isMine = of.reviewerId === me.member.id;
  return (
    <>
      <header className="page-h">
        <div>
          <h1>{t('title', { name: of.conversation?.contactName ?? q('noConversation') })}</h1>
          <p>{t('of', { name: nameOf(of.agentId) })} · {t('by', { name: nameOf(of.reviewerId) })} · {of.scorecard.name} {at >= 0 && ids.length > 1 && <Tag>{t('nth', { at: at + 1, count: ids.length })}</Tag>}</p>
          {of.why.some(({ reason }) => reason !== 'asked') && <p className="qua-w"><span>{t('why')}</span>{of.why.map((each) => <Tag key={each.reason} tone="waiting">{whyWords(each)}</Tag>)}</p>}
        </div>
      </header>
      <div className="qua-g">
        <ReviewThread of={of} pointed={pointed} coaches={isMine && of.kind !== 'calibration'} nameOf={nameOf} />
        {isMine && of.state === 'draft'
          ? <ScoringPanel of={of} agentName={nameOf(of.agentId)} next={at >= 0 ? ids[at + 1] : undefined} order={order} onPoint={point} />
          : <GivenPanel of={of} nameOf={nameOf} onPoint={point} />}
      </div>
    </>
  );
}
