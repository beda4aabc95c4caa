import './reports.css';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide';
import { useState } from 'react';
import type { ReportDefinition, ReportDefinitions } from '@kontuar/contract';
import { channelsQuery, useTeams } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { useKindName, useKinds } from '../../app/kinds';
import { problemWords } from '../../app/problem-words';
import type { ReportsSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { announce, Banner, Button, CopyButton, EmptyState, Icon, IconButton, Select, Skeleton } from '../../ui';
import { BehindPanel } from './behind-panel';
import { Figures } from './figures';
import { ExportMenu } from './export-menu';
import { OverTime } from './over-time';
import { Apart, Claims, People, Satisfied, Whenever } from './parts';
import { daysWords, ranges, stepped } from './period';
import { definitionOf, definitionsQuery, useChosen, type Behind, type Chosen } from './report-context';
import { reportStrings } from './reports.strings';

/** What happened, in figures that lead to the conversations behind them. */
export function ReportsScreen() {
  const t = useStrings(reportStrings);
  const definitions = useQuery(definitionsQuery);
  return (
    <main className="rep" id="content" tabIndex={-1} aria-label={t('title')}>
      {definitions.isPending && <div className="rep-main"><Skeleton width="60%" height={18} /></div>}
      {definitions.isError && definitions.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void definitions.refetch()}>{t('again')}</Button>}>{problemWords(definitions.error)}</EmptyState>}
      {definitions.data !== undefined && <Screen definitions={definitions.data} />}
    </main>
  );
}

function Screen({ definitions }: { definitions: ReportDefinitions }) {
  const t = useStrings(reportStrings);
  const { chosen, choose } = useChosen(definitions.timeZone);
  const [behind, setBehind] = useState<Behind | null>(null);
  const narrow = (change: ReportsSearch) => {
    setBehind(null);
    choose(change);
  };
  useReportKeys(chosen, narrow);
  useShortcut('back', () => { if (behind === null) return false; setBehind(null); return true; });
  const shared = { definitions, chosen, onBehind: setBehind };
  return (
    <>
      <div className="rep-main">
        <Top chosen={chosen} narrow={narrow} drawn={definitionOf(definitions, chosen.measure)} />
        {definitions.catchingUp && <Banner>{t('catchingUp')}</Banner>}
        <Figures {...shared} onMeasure={(measure) => choose({ measure })} />
        <div className="rep-grid">
          <OverTime {...shared} choose={choose} />
          <Apart {...shared} choose={choose} />
          <Whenever {...shared} />
          <Satisfied {...shared} />
          <People {...shared} />
          <Claims {...shared} />
        </div>
      </div>
      {behind !== null && <BehindPanel key={JSON.stringify(behind)} behind={behind} chosen={chosen} definitions={definitions} onClose={() => setBehind(null)} />}
    </>
  );
}

function useReportKeys(chosen: Chosen, narrow: (change: ReportsSearch) => void): void {
  const t = useStrings(reportStrings);
  const say = (words: string) => announce(words);
  useShortcut('report-earlier', () => narrow({ to: stepped(chosen.range, chosen.to, -1, chosen.today) }));
  useShortcut('report-later', () => narrow({ to: stepped(chosen.range, chosen.to, 1, chosen.today) }));
  useShortcut('report-day', () => { narrow({ range: 'day' }); say(t('day')); });
  useShortcut('report-week', () => { narrow({ range: 'week' }); say(t('week')); });
  useShortcut('report-weeks', () => { narrow({ range: 'weeks' }); say(t('weeks')); });
  useShortcut('report-compare', () => {
    const next = ({ previous: 'year', year: 'none', none: 'previous' } as const)[chosen.compare];
    narrow({ compare: next });
    say(`${t('compare')} ${t(next)}`);
  });
  useShortcut('report-table', () => { narrow({ table: chosen.table ? '' : '1' }); say(t(chosen.table ? 'asCharts' : 'asTable')); });
}

function Top({ chosen, narrow, drawn }: { chosen: Chosen; narrow: (change: ReportsSearch) => void; drawn: ReportDefinition | undefined }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const channels = useQuery(channelsQuery).data ?? [];
  const [teams, kinds, kindName] = [useTeams(), useKinds(), useKindName()];
  const named = (list: readonly { id: string; name: string }[], all: string) => [{ value: '', label: all }, ...list.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <header className="rep-top">
      <h1>{t('title')}</h1>
      <div className="rep-p">
        <IconButton size="sm" label={t('earlier')} onClick={() => narrow({ to: stepped(chosen.range, chosen.to, -1, chosen.today) })}><Icon of={ChevronLeft} /></IconButton>
        <Select aria-label={t('period')} value={chosen.range} options={ranges.map((value) => ({ value, label: t(value) }))} onValueChange={(range) => narrow({ range })} />
        <IconButton size="sm" label={t('later')} disabled={chosen.to >= chosen.today} onClick={() => narrow({ to: stepped(chosen.range, chosen.to, 1, chosen.today) })}><Icon of={ChevronRight} /></IconButton>
      </div>
      <span className="rep-days">{daysWords(locale, chosen.from, chosen.to)}</span>
      <div className="rep-f">
        <Select aria-label={t('compare')} value={chosen.compare} options={(['previous', 'year', 'none'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(compare) => narrow({ compare: compare === 'previous' ? '' : compare })} />
        <span className="grow" />
        <Select aria-label={t('team')} value={chosen.filter['teamId'] ?? ''} options={named(teams, t('allTeams'))} onValueChange={(team) => narrow({ team })} />
        <Select aria-label={t('channel')} value={chosen.filter['channelId'] ?? ''} options={named(channels, t('allChannels'))} onValueChange={(channel) => narrow({ channel })} />
        <Select aria-label={t('kind')} value={chosen.filter['kind'] ?? ''} options={[{ value: '', label: t('allKinds') }, ...kinds.map(({ key }) => ({ value: key, label: kindName(key) }))]} onValueChange={(kind) => narrow({ kind })} />
        <Select aria-label={t('clock')} value={chosen.filter['clock'] ?? 'calendar'} options={(['calendar', 'open'] as const).map((value) => ({ value, label: t(`clock-${value}`) }))} onValueChange={(clock) => narrow({ clock: clock === 'calendar' ? '' : clock })} />
      </div>
      <Button size="sm" aria-pressed={chosen.table} onClick={() => narrow({ table: chosen.table ? '' : '1' })}>{t(chosen.table ? 'asCharts' : 'asTable')}</Button>
      <ExportMenu chosen={chosen} drawn={drawn} />
      <CopyButton text={location.href} label={t('copyLink')} />
    </header>
  );
}
