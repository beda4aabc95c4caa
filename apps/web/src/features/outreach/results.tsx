import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CampaignView, OutreachFigure, OutreachFigures, OutreachPerson, OutreachReason, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { worthWords } from '../../app/leads/leads';
import { queryKeys } from '../../app/query-keys';
import { formatMoment, formatNumber, useLocale, useStrings, type KeyOf } from '../../i18n';
import { Button, useToast } from '../../ui';
import { outreachStrings } from './outreach.strings';
import type { CampaignActs } from './queries';

const shown = ['audience', 'unjudged', 'skipped', 'waiting', 'queued', 'sent', 'delivered', 'bounced', 'unknown', 'withheld', 'answered', 'unsubscribed', 'complaints', 'leads', 'won'] as const satisfies readonly OutreachFigure[];
const compared = ['sent', 'delivered', 'bounced', 'answered', 'unsubscribed', 'leads', 'won'] as const;
const reasonKey = (reason: OutreachReason): KeyOf<(typeof outreachStrings)['en']> => (reason === 'bounced' ? 'bounced-before' : reason === 'gone' ? 'gone-person' : reason);

/** Every figure opens its people. */
export function Results({ of, acts, manages }: { of: CampaignView; acts: CampaignActs; manages: boolean }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const [figure, setFigure] = useState<OutreachFigure>('audience');
  const both = of.byLocale.en.audience > 0 && of.byLocale.pl.audience > 0;
  return (
    <div className="sal-r out-g">
      <section className="part" aria-labelledby="campaign-results">
        <header><h2 id="campaign-results">{t('results')}</h2></header>
        {of.state === 'preparing' && <Preparing of={of.figures} />}
        <div className="out-f" role="group" aria-label={t('of')}>
          {shown.filter((name) => of.figures[name] > 0 || name === 'audience' || name === 'sent' || name === 'answered').map((name) => (
            <button key={name} type="button" aria-pressed={figure === name} onClick={() => setFigure(name)}><strong>{formatNumber(locale, of.figures[name])}</strong><span>{t(name)}</span></button>
          ))}
          {of.figures.worth.length > 0 && <p className="out-w"><strong>{of.figures.worth.map((sum) => worthWords(locale, sum)).join(' + ')}</strong><span>{t('worth')}</span></p>}
        </div>
        {of.reasons.length > 0 && <p className="help">{t('why')}: {of.reasons.map(({ reason, count }) => `${t(reasonKey(reason))} ${formatNumber(locale, count)}`).join(' · ')}</p>}
        {both && (
          <div className="tbl-w" role="region" aria-label={t('perLanguage')} tabIndex={0}>
            <table className="tbl">
              <thead><tr><th scope="col">{t('perLanguage')}</th>{compared.map((name) => <th key={name} scope="col">{t(name)}</th>)}</tr></thead>
              <tbody>{(['pl', 'en'] as const).map((each) => <tr key={each}><th scope="row">{t(each === 'pl' ? 'polish' : 'english')}</th>{compared.map((name) => <td key={name}>{formatNumber(locale, of.byLocale[each][name])}</td>)}</tr>)}</tbody>
            </table>
          </div>
        )}
      </section>
      <People key={figure} of={of} figure={figure} acts={acts} manages={manages} />
    </div>
  );
}

/** How far the look at everybody in the segment came; nothing leaves before it ends. */
function Preparing({ of }: { of: OutreachFigures }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const done = of.audience - of.unjudged;
  return (
    <div className="out-b">
      <progress aria-label={t('preparingWho')} value={done} max={Math.max(1, of.audience)} />
      <p className="mut">{of.audience === 0 ? t('preparingWho') : t('judged', { done: formatNumber(locale, done), all: formatNumber(locale, of.audience) })}</p>
    </div>
  );
}

function People({ of, figure, acts, manages }: { of: CampaignView; figure: OutreachFigure; acts: CampaignActs; manages: boolean }) {
  const t = useStrings(outreachStrings);
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.outreach, 'people', of.id, figure], queryFn: ({ signal, pageParam }) => request<Page<OutreachPerson>>('GET', `/campaigns/${of.id}/people`, undefined, { signal, query: { of: figure, cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="part" aria-labelledby="campaign-people">
      <header><h2 id="campaign-people">{t('people')}: {t(figure).toLocaleLowerCase()}</h2></header>
      <ul className="out-p">{people.map((person) => <li key={person.id}><Line of={person} acts={acts} manages={manages} /></li>)}</ul>
      {query.hasNextPage && <p className="tbl-f"><Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </section>
  );
}

function Line({ of, acts, manages }: { of: OutreachPerson; acts: CampaignActs; manages: boolean }) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const toast = useToast();
  const complain = async () => {
    if (await acts.post(`/people/${of.id}/complaint`)) toast({ text: t('complaintDone') });
  };
  return (
    <>
      <Link className="lnk" to="/contacts/$contactId" params={{ contactId: of.contactId }} dir="auto">{of.name === '' ? of.address : of.name}</Link>
      <span className="mut cut">{of.address}</span>
      <span>{of.reason === null ? t(of.state) : t(reasonKey(of.reason))}{of.answered ? ` · ${t('answered')}` : ''}{of.unsubscribed ? ` · ${t('unsubscribed')}` : ''}{of.complained ? ` · ${t('complaints')}` : ''}{of.failure === null ? '' : ` · ${of.failure}`}</span>
      <span className="mut">{of.at === null ? '' : formatMoment(locale, new Date(of.at))}</span>
      <span className="out-a">
        {of.conversationId !== null && <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: of.conversationId }} search={{}}>{t('conversation')}</Link>}
        {manages && of.state !== 'skipped' && of.state !== 'waiting' && of.state !== 'unjudged' && !of.complained && <Button size="sm" onClick={() => void complain()}>{t('complaint')}</Button>}
      </span>
    </>
  );
}
