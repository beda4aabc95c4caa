import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide';
import type { ReportDefinition } from '@kontuar/contract';
import { requestFile } from '../../app/client';
import { useShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon, Menu, MenuItem, useToast } from '../../ui';
import { exportStrings } from './export.strings';
import { timeGroup, type Chosen } from './report-context';

/** What stands on the screen, to take along: all figures, or the one that is drawn; in the days, the comparison and the filter that are chosen. */
export function ExportMenu({ chosen, drawn }: { chosen: Chosen; drawn: ReportDefinition | undefined }) {
  const t = useStrings(exportStrings);
  const locale = useLocale();
  const toast = useToast();
  const navigate = useNavigate();
  const save = async (format: 'csv' | 'pdf', only?: ReportDefinition) => {
    const { from, to, zone, compare, filter, apart } = chosen;
    try {
      const query = { from, to, zone, compare, ...filter, by: timeGroup(chosen), apart, locale, format, ...(only === undefined ? {} : { measure: only.key }) };
      const url = URL.createObjectURL(await requestFile('GET', `${chosen.asks}/file`, undefined, query));
      Object.assign(document.createElement('a'), { href: url, download: `${t('file')}${only === undefined ? '' : `-${only.key}`}-${from}-${to}.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  useShortcut('report-csv', () => void save('csv'));
  useShortcut('report-pdf', () => void save('pdf'));
  return (
    <Menu label={t('export')} align="end" trigger={<Button size="sm"><Icon of={Download} size={14} />{t('export')}</Button>}>
      <MenuItem onSelect={() => void save('pdf')}>{t('pdf')}</MenuItem>
      <MenuItem onSelect={() => void save('csv')}>{t('csv')}</MenuItem>
      {drawn !== undefined && <MenuItem onSelect={() => void save('pdf', drawn)}>{t('pdfOf', { name: drawn.name[locale] })}</MenuItem>}
      {drawn !== undefined && <MenuItem onSelect={() => void save('csv', drawn)}>{t('csvOf', { name: drawn.name[locale] })}</MenuItem>}
      <MenuItem onSelect={() => void navigate({ to: '/settings/$part', params: { part: 'report-mails' } })}>{t('byMail')}</MenuItem>
    </Menu>
  );
}
