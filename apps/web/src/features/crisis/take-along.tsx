import { Download } from 'lucide';
import type { CrisisView } from '@kontuar/contract';
import { requestFile } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon, Menu, MenuItem, useToast } from '../../ui';
import { takeAlongStrings } from './take-along.strings';

/** What happened, for whoever has to account for it. */
export function TakeAlong({ of: { id, beganAt } }: { of: CrisisView }) {
  const t = useStrings(takeAlongStrings);
  const locale = useLocale();
  const toast = useToast();
  const save = async (format: 'csv' | 'pdf') => {
    try {
      const url = URL.createObjectURL(await requestFile('GET', `/crises/${id}/file`, undefined, { format, locale }));
      Object.assign(document.createElement('a'), { href: url, download: `${t('file')}-${beganAt.slice(0, 10)}.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <Menu label={t('export')} align="end" trigger={<Button><Icon of={Download} size={14} />{t('export')}</Button>}>
      <MenuItem onSelect={() => void save('pdf')}>{t('pdf')}</MenuItem>
      <MenuItem onSelect={() => void save('csv')}>{t('csv')}</MenuItem>
    </Menu>
  );
}
