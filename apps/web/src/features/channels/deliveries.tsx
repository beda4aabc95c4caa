import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { RotateCcw } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { DeliveryView } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { formatBytes, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Icon, RelativeTime, SegmentedControl, Skeleton, Tag, useToast } from '../../ui';
import { channelsStrings } from './channels.strings';
import { keepingStrings } from './keeping.strings';
import { deliveriesQuery, replayDelivery, type DeliveryState } from './queries';

const states = ['received', 'done', 'ignored', 'failed', 'dead'] as const satisfies readonly DeliveryState[];
const tones: Partial<Record<DeliveryState, 'ok' | 'waiting' | 'danger'>> = { done: 'ok', received: 'waiting', failed: 'waiting', dead: 'danger' };

/** Everything that the platform sent, as it came, with the reason where it could not be read. */
export function Deliveries({ channelId }: { channelId: string }) {
  const t = useStrings(channelsStrings);
  const k = useStrings(keepingStrings);
  const [state, setState] = useState<DeliveryState | 'all'>('all');
  const query = useInfiniteQuery(deliveriesQuery(channelId, state === 'all' ? undefined : state));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  // "…#deliveries-<conversation>": somebody comes from a message and wants to see how it came in.
  const hash = useRouterState({ select: ({ location }) => location.hash });
  const from = /^deliveries-(.+)$/.exec(hash)?.[1];
  const section = useRef<HTMLElement>(null);
  const arrived = query.isSuccess;
  useEffect(() => {
    if (from !== undefined && arrived) section.current?.scrollIntoView({ block: 'start' });
  }, [from, arrived]);
  return (
    <section className="part" aria-labelledby="h-deliveries" ref={section}>
      <header>
        <h2 id="h-deliveries">{t('deliveries')}</h2>
      </header>
      <p className="help">{t('deliveriesHelp')}{from !== undefined && <> {k('ofConversation')}</>}</p>
      <div className="dl-f">
        <SegmentedControl label={t('colState')} value={state} onValueChange={setState} choices={[{ value: 'all', label: t('all') }, ...states.map((each) => ({ value: each, label: t(each) }))]} />
      </div>
      {query.isPending && <Skeleton height={150} />}
      {query.isError && rows.length === 0 && (
        <EmptyState art="broken" title={t('deliveriesFailed')} action={<Button onClick={() => void query.refetch()}>{t('tryAgain')}</Button>}>
          {problemWords(query.error)}
        </EmptyState>
      )}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState art="list" title={state === 'all' ? t('noDeliveries') : t('noneInState')}>
          {state === 'all' ? t('noDeliveriesBody') : undefined}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className="tbl-w" tabIndex={0} role="region" aria-labelledby="h-deliveries">
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t('colState')}</th>
                <th scope="col">{t('colWhen')}</th>
                <th scope="col">{t('colWhat')}</th>
                <th scope="col" className="num">{t('colSize')}</th>
                <th scope="col" className="num">{t('colTries')}</th>
                <th scope="col">
                  <span className="vh">{t('replay')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} marked={from !== undefined && delivery.conversationId === from} />
              ))}
            </tbody>
          </table>
          {query.hasNextPage && (
            <div className="tbl-f">
              <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more50')}
              </Button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

function DeliveryRow({ delivery, marked }: { delivery: DeliveryView; marked: boolean }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const replay = useMutation({
    mutationFn: () => replayDelivery(cache, delivery.channelId, delivery.id),
    onSuccess: () => toast({ text: t('replayed') }),
    onError: (error) => toast({ text: t('notSaved', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const tone = tones[delivery.state];
  // What was read once may be read again too: after an update, more of it may be understood. Nothing is doubled by it.
  const replayable = delivery.state !== 'received';
  return (
    <tr {...(marked ? { 'aria-current': 'true' as const } : {})}>
      <td className="nowrap">
        <Tag {...(tone === undefined ? {} : { tone })}>{t(delivery.state)}</Tag>
      </td>
      <td className="nowrap">
        <RelativeTime at={delivery.receivedAt} />
      </td>
      <td className="wide">
        {delivery.externalId ?? <span className="mut">{t('idUnknown')}</span>} <span className="mut">{delivery.contentType}</span>
        {delivery.error !== null && <span className={delivery.state === 'ignored' ? 'why mut' : 'why'}>{inWords(delivery.error, locale)}</span>}
      </td>
      <td className="num">{formatBytes(locale, delivery.sizeBytes)}</td>
      <td className="num">{formatNumber(locale, delivery.attempts)}</td>
      <td className="acts">
        {delivery.conversationId !== null && (
          <Link className="btn sm ghost" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: delivery.conversationId }}>
            {t('openConversation')}
          </Link>
        )}
        {replayable && (
          <Button size="sm" busy={replay.isPending} onClick={() => replay.mutate()}>
            <Icon of={RotateCcw} size={12} />
            {t('replay')}
          </Button>
        )}
      </td>
    </tr>
  );
}
