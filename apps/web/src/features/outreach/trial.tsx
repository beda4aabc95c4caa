import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignView, OutreachReason } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { formatNumber, useLocale, useStrings, type KeyOf } from '../../i18n';
import { Button, Skeleton, useToast } from '../../ui';
import { outreachStrings } from './outreach.strings';
import { trialQuery } from './queries';

const reasonKey = (reason: OutreachReason): KeyOf<(typeof outreachStrings)['en']> => (reason === 'bounced' ? 'bounced-before' : reason === 'gone' ? 'gone-person' : reason);

/** What would come of it: nothing leaves by looking. */
export function Trial({ of, onStart }: { of: CampaignView; onStart: () => void }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const toast = useToast();
  const { data, error, isFetching, refetch } = useQuery(trialQuery(of.id, of.version));
  const [testing, setTesting] = useState(false);
  const send = async () => {
    setTesting(true);
    try {
      await request('POST', `/campaigns/${of.id}/test`, { locale: of.words[locale] === null ? of.defaultLocale : locale });
      toast({ text: t('tested') });
    } catch (failure) {
      toast({ text: t('failed', { reason: problemWords(failure) }), tone: 'danger' });
    }
    setTesting(false);
  };
  const time = (minutes: number) => (minutes < 120 ? t('minutes', { count: Math.max(1, minutes) }) : t('hours', { count: Math.round(minutes / 60) }));
  return (
    <section className="part" aria-labelledby="campaign-trial" aria-busy={isFetching}>
      <header><h2 id="campaign-trial">{t('trial')}</h2><span className="grow" /><Button size="sm" busy={isFetching} onClick={() => void refetch()}>{t('tryIt')}</Button></header>
      {error !== null && <p role="alert">{problemWords(error)}</p>}
      {data === undefined && error === null && <Skeleton width="60%" height={18} />}
      {data !== undefined && (
        <>
          {data.obstacles.length > 0 && <div className="out-t" role="status"><p>{t('obstacles')}:</p><ul>{data.obstacles.map((words) => <li key={words}>{inWords(words, locale)}</li>)}</ul></div>}
          <p className="out-n" aria-live="polite">{t('would', { count: data.would, people: formatNumber(locale, data.people) })}</p>
          {data.reasons.length > 0 && <ul className="out-y">{data.reasons.map(({ reason, count }) => <li key={reason}><strong>{formatNumber(locale, count)}</strong> {t(reasonKey(reason))}</li>)}</ul>}
          {data.would > 0 && <p className="help">{t('takes', { time: time(data.minutes) })}</p>}
          {data.quietNow > 0 && <p className="help">{t('quietNow', { count: data.quietNow })}</p>}
          {data.needsApproval && <p className="help">{t('approval')}</p>}
          {data.samples.length > 0 && <h3>{t('samples')}</h3>}
          {data.samples.map((sample) => (
            <article key={sample.contactId} className="out-x" lang={sample.locale}>
              <p className="mut">{sample.name} · {sample.address}</p>
              {sample.subject !== '' && <p><strong dir="auto">{sample.subject}</strong></p>}
              <p dir="auto">{sample.text}</p>
            </article>
          ))}
          <p className="out-a">
            <Button busy={testing} disabled={data.obstacles.length > 0} onClick={() => void send()}>{t('testSend')}</Button>
            <Button tone="primary" disabled={data.obstacles.length > 0 || data.would === 0} onClick={onStart}>{t('start')}</Button>
          </p>
        </>
      )}
    </section>
  );
}
