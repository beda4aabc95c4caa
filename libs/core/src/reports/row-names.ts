import type { Locale, ReportGroup } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { mattersOf } from '../matters/matters';
import { SPANS_MS } from './measure';
import { dayWords, durationWords, filled, hourWords, sheetWords, weekdayWords } from './report-words';

/** Those that are built in have no name in the database: the screens have their own. */
const builtin: Record<Locale, Record<string, string>> = {
  en: { question: 'question', report: 'something is wrong', complaint: 'complaint', claim: 'claim', warranty: 'warranty', lead: 'potential customer', praise: 'praise' },
  pl: { question: 'pytanie', report: 'coś nie działa', complaint: 'skarga', claim: 'reklamacja', warranty: 'gwarancja', lead: 'potencjalny klient', praise: 'pochwała' },
};

const moods: Record<Locale, Record<string, string>> = { en: { negative: 'displeased', neutral: 'neither', positive: 'pleased', unsure: 'not surely read' }, pl: { negative: 'niezadowolone', neutral: 'obojętne', positive: 'zadowolone', unsure: 'niepewnie odczytane' } };

export type RowNames = (by: ReportGroup, key: string | null) => string;

/** What rows are called on paper, as things are called now. */
export async function rowNames(tx: Tx, workspaceId: string, locale: Locale, zone: string): Promise<RowNames> {
  const t = sheetWords[locale];
  const listed = await tx.query<{ of: string; id: string; name: string }>(
    `SELECT 'channel' AS of, id::text, name FROM channels WHERE workspace_id = $1 UNION ALL SELECT 'team', id::text, name FROM teams WHERE workspace_id = $1
     UNION ALL SELECT 'monitor', id::text, name FROM monitors WHERE workspace_id = $1 UNION ALL SELECT 'label', id::text, name FROM labels WHERE workspace_id = $1 UNION ALL SELECT 'member', m.id::text, u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1
     UNION ALL SELECT 'kind', key, coalesce(name->>$2, name->>'en', key) FROM customer_kinds WHERE workspace_id = $1`, [workspaceId, locale]);
  const names = new Map(listed.map(({ of, id, name }) => [`${of} ${id}`, name]));
  for (const { key, name } of await mattersOf(tx)) names.set(`matter ${key}`, name?.[locale] ?? builtin[locale][key] ?? key);
  return (by, key) => {
    if (key === null) return by === 'member' ? t.outside : t.without;
    switch (by) {
      case 'channel': case 'team': case 'label': case 'member': case 'monitor': return names.get(`${by} ${key}`) ?? t.gone;
      case 'matter': case 'kind': return names.get(`${by} ${key}`) ?? key;
      case 'day': case 'week': case 'month': return dayWords(locale, key);
      case 'hour': return hourWords(locale, new Date(key), zone);
      case 'weekday': return weekdayWords(locale, Number(key));
      case 'hour-of-day': return `${key}:00`;
      case 'spread': { const end = SPANS_MS[Number(key)]; return end === undefined ? t.longer : filled(t.upTo, { time: durationWords(end) }); }
      case 'mood': return moods[locale][key] ?? key;
      // As the source says it.
      case 'platform': case 'language': case 'author': case 'topic': return key;
      case 'named': return key.slice(key.indexOf(':') + 1);
      case 'none': return t.total;
      default: throw new Error(`no name for ${JSON.stringify(by satisfies never)}`);
    }
  };
}
