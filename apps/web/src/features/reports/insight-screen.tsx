import './reports.css';
import './insight.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarClock, ChevronLeft, ChevronRight } from 'lucide';
import type { MonitorView, ReportDefinition, ReportDefinitions } from '@kontuar/contract';
import { useShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import type { InsightSearch } from '../../app/router';
import { ListeningTabs } from '../../app/screens/listening-tabs';
import { useLocale, useStrings } from '../../i18n';
import { announce, Button, CopyButton, EmptyState, Icon, IconButton, Select, Skeleton, TextInput } from '../../ui';
import { ExportMenu } from './export-menu';
import { insightDefinitionsQuery, monitorsQuery, useInsight, useOpenMentions, type InsightChosen } from './insight-context';
import { Compared, Formulas, InsightFigures, Moods, Whose } from './insight-parts';
import { insightStrings } from './insight.strings';
import { OverTime } from './over-time';
import { Apart } from './parts';
import { daysWords, lengthOf, moved, ranges, stepped } from './period';
import { definitionOf } from './report-context';
import { reportStrings } from './reports.strings';

/** What is said in public, in figures that lead to the mentions behind them. */
export function InsightScreen() {
  const t = useStrings(reportStrings);
  const title = useStrings(insightStrings)('title');
  const [definitions, desk] = [useQuery(insightDefinitionsQuery), useQuery(monitorsQuery)];
  const failed = [definitions, desk].find((query) => query.isError && query.data === undefined);
  return (
    <main className="rep ins" id="content" tabIndex={-1} aria-label={title}>
      {failed !== undefined ? <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void Promise.all([definitions.refetch(), desk.refetch()])}>{t('again')}</Button>}>{problemWords(failed.error)}</EmptyState>
        : definitions.data === undefined || desk.data === undefined ? <div className="rep-main"><Skeleton width="60%" height={18} /></div> : <Screen definitions={definitions.data} monitors={desk.data.monitors} />}
    </main>
  );
}

function Screen({ definitions, monitors }: { definitions: ReportDefinitions; monitors: readonly MonitorView[] }) {
  const t = useStrings(insightStrings);
  const navigate = useNavigate();
  const { chosen, choose } = useInsight(definitions.timeZone);
  const onBehind = useOpenMentions(chosen);
  useInsightKeys(chosen, choose);
  const shared = { definitions, chosen, onBehind };
  return (
    <div className="rep-main">
      <Top chosen={chosen} choose={choose} monitors={monitors} drawn={definitionOf(definitions, chosen.measure)} />
      {monitors.length === 0 ? <EmptyState art="radar" title={t('noMonitors')} action={<Button tone="primary" onClick={() => void navigate({ to: '/listening' })}>{t('toMonitors')}</Button>}>{t('noMonitorsBody')}</EmptyState> : (
        <>
          <InsightFigures {...shared} onMeasure={(measure) => choose({ measure })} />
          <div className="rep-grid">
            <OverTime {...shared} choose={choose} />
            <Apart {...shared} choose={choose} />
            <Moods {...shared} />
            <Whose {...shared} monitors={monitors} />
            {chosen.compare !== 'none' && <Compared {...shared} />}
            <Formulas definitions={definitions} />
          </div>
        </>
      )}
    </div>
  );
}

function useInsightKeys(chosen: InsightChosen, choose: (change: InsightSearch) => void): void {
  const t = useStrings(reportStrings);
  const step = (by: 1 | -1) => choose(stepOf(chosen, by));
  useShortcut('report-earlier', () => step(-1));
  useShortcut('report-later', () => step(1));
  useShortcut('report-day', () => { choose({ range: 'day' }); announce(t('day')); });
  useShortcut('report-week', () => { choose({ range: 'week' }); announce(t('week')); });
  useShortcut('report-weeks', () => { choose({ range: 'weeks' }); announce(t('weeks')); });
  useShortcut('report-compare', () => {
    if (chosen.event !== undefined) return false;
    const next = ({ previous: 'year', year: 'none', none: 'previous' } as const)[chosen.compare];
    choose({ compare: next });
    announce(`${t('compare')} ${t(next)}`);
    return true;
  });
  useShortcut('report-table', () => { choose({ table: chosen.table ? '' : '1' }); announce(t(chosen.table ? 'asCharts' : 'asTable')); });
}

/** A period earlier or later; around a day, that day. */
const stepOf = ({ event, range, to, today }: InsightChosen, by: 1 | -1): InsightSearch => (event === undefined ? { to: stepped(range, to, by, today) } : { event: moved(event, by, today) });

interface TopProps { chosen: InsightChosen; choose: (change: InsightSearch) => void; monitors: readonly MonitorView[]; drawn: ReportDefinition | undefined }

function Top({ chosen, choose, monitors, drawn }: TopProps) {
  const t = useStrings(reportStrings);
  const own = useStrings(insightStrings);
  const locale = useLocale();
  const { event, today } = chosen;
  return (
    <header className="rep-top">
      <h1>{own('title')}</h1><ListeningTabs />
      <div className="rep-p">
        <IconButton size="sm" label={t('earlier')} onClick={() => choose(stepOf(chosen, -1))}><Icon of={ChevronLeft} /></IconButton>
        <Select aria-label={t('period')} value={chosen.range} options={ranges.map((value) => ({ value, label: t(value) }))} onValueChange={(range) => choose({ range })} />
        <IconButton size="sm" label={t('later')} disabled={(event ?? chosen.to) >= today} onClick={() => choose(stepOf(chosen, 1))}><Icon of={ChevronRight} /></IconButton>
      </div>
      {event === undefined ? (
        <>
          <span className="rep-days">{daysWords(locale, chosen.from, chosen.to)}</span>
          <Select aria-label={t('compare')} value={chosen.compare} options={(['previous', 'year', 'none'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(compare) => choose({ compare: compare === 'previous' ? '' : compare })} />
        </>
      ) : (
        <>
          <TextInput type="date" aria-label={own('eventDay')} max={today} value={event} onChange={({ target }) => target.value !== '' && choose({ event: target.value })} />
          <span className="rep-days">{own('eventWords', { count: lengthOf(chosen.from, chosen.to), day: daysWords(locale, event, event) })}</span>
        </>
      )}
      <Button size="sm" aria-pressed={event !== undefined} onClick={() => choose({ event: event === undefined ? chosen.from : '' })}><Icon of={CalendarClock} size={14} />{own(event === undefined ? 'event' : 'eventOff')}</Button>
      <span className="grow" />
      <Select aria-label={own('monitor')} value={chosen.filter['monitorId'] ?? ''} options={[{ value: '', label: own('allOurs') }, ...monitors.map(({ id, name, kind }) => ({ value: id, label: kind === 'competitor' ? `${name} (${own('competitor')})` : name }))]} onValueChange={(monitor) => choose({ monitor })} />
      <Button size="sm" aria-pressed={chosen.table} onClick={() => choose({ table: chosen.table ? '' : '1' })}>{t(chosen.table ? 'asCharts' : 'asTable')}</Button>
      <ExportMenu chosen={chosen} drawn={drawn} />
      <CopyButton text={location.href} label={t('copyLink')} />
    </header>
  );
}
