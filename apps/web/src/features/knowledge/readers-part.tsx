import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { EmptyState, RelativeTime, Tag } from '../../ui';
import { knowledgeStrings } from './knowledge.strings';
import { numbersQuery } from './queries';

/** What readers made of the articles, and what they looked for in vain. */
export function ReadersPart() {
  const t = useStrings(knowledgeStrings);
  const locale = useLocale();
  const { data } = useQuery(numbersQuery);
  if (data === undefined) return null;
  return (
    <>
      <p className="mut kb-lead">{t('readersLead')}</p>
      {data.articles.length === 0 ? <EmptyState art="chart" title={t('votesEmpty')}>{t('votesEmptyBody')}</EmptyState> : (
        <ul className="card kb-l">
          {data.articles.map(({ id, locale: lang, title, useful, useless }) => {
            const share = useful / (useful + useless);
            return (
              <li className="kb-i" key={`${id}${lang}`}>
                <div className="kb-r">
                  <Link className="kb-a ell" to="/knowledge/$articleId" params={{ articleId: id }} search={{ lang }} lang={lang}>{title}</Link>
                  <Tag>{lang.toUpperCase()}</Tag>
                  <span className="kb-m"><meter min={0} max={1} low={0.5} high={0.75} optimum={1} value={share} aria-label={t('votes')} /> {formatNumber(locale, Math.round(share * 100))} % <span className="mut">({t('useful', { count: useful })}, {t('useless', { count: useless })})</span></span>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      <h2 className="kb-h">{t('misses')}</h2>
      <p className="mut kb-lead">{t('missesLead')}</p>
      {data.misses.length === 0 ? <p>{t('missesEmpty')}</p> : (
        <ul className="card kb-l">
          {data.misses.map(({ locale: lang, words, times, byMembers, byVisitors, lastAt }) => <li className="kb-i" key={`${lang}${words}`}><div className="kb-r"><b className="ell" lang={lang}>{words}</b><Tag>{lang.toUpperCase()}</Tag><span className="mut">{t('times', { count: times })}{byVisitors > 0 && ` · ${t('byVisitors', { count: byVisitors })}`}{byMembers > 0 && ` · ${t('byMembers', { count: byMembers })}`} · <RelativeTime at={lastAt} /></span></div></li>)}
        </ul>
      )}
    </>
  );
}
