import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide';
import type { ExportInput, ExportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon, Menu, MenuItem, useToast } from '../../ui';
import { filesStrings } from './files.strings';

/** A file of whoever is asked for. It is written behind the scenes and fetched where files are listed. */
export function ExportMenu({ label, asked }: { label: string; asked: Pick<ExportInput, 'segmentId' | 'filter' | 'q'> }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const ask = useMutation({
    mutationFn: (format: ExportInput['format']) => request<ExportView>('POST', '/exports', { ...asked, format, locale }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.imports });
      toast({ text: t('exportAsked') });
      void navigate({ to: '/contacts/files' });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <Menu label={label} align="end" trigger={<Button busy={ask.isPending}><Icon of={Download} size={14} />{label}</Button>}>
      {(['csv', 'jsonl'] as const).map((format) => <MenuItem key={format} onSelect={() => ask.mutate(format)}>{t(format)}<span className="mut"> {t(`exportLead_${format}`)}</span></MenuItem>)}
    </Menu>
  );
}
