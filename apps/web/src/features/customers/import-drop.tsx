import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide';
import { useRef, useState } from 'react';
import type { ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatBytes, useLocale, useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { filesStrings } from './files.strings';

const MAX_BYTES = 30 * 1024 * 1024;
/** As people count them. */
const SHOWN_BYTES = 30_000_000;

/** Where a file of customers is let in: dropped, or chosen. What is wrong with the whole of it is said here, and nothing is kept. */
export function ImportDrop() {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return request<ImportView>('POST', '/imports', form, { headers: { 'x-kontuar-request': '1' } });
    },
    onSuccess: (view) => {
      cache.setQueryData([...queryKeys.imports, 'one', view.id], view);
      void cache.invalidateQueries({ queryKey: queryKeys.imports });
      void navigate({ to: '/contacts/files/$importId', params: { importId: view.id } });
    },
    onError: (error) => setRefusal(t('failed', { reason: problemWords(error) })),
  });
  const take = (file: File | null | undefined) => {
    if (file === null || file === undefined || upload.isPending) return;
    setRefusal(undefined);
    if (file.size > MAX_BYTES) setRefusal(t('tooLarge', { size: formatBytes(locale, SHOWN_BYTES), own: formatBytes(locale, file.size) }));
    else upload.mutate(file);
    if (input.current !== null) input.current.value = '';
  };
  return (
    <div
      className="fi-drop" data-over={over ? '1' : undefined}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); }}
    >
      <Icon of={FileUp} size={20} />
      <p><b>{t('drop')}</b></p>
      <input ref={input} type="file" hidden accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/plain,application/json" onChange={(event) => take(event.target.files?.[0])} />
      <Button tone="primary" busy={upload.isPending} onClick={() => input.current?.click()}>{t('choose')}</Button>
      <p className="help">{upload.isPending ? t('reading', { name: upload.variables.name }) : t('dropHelp', { size: formatBytes(locale, SHOWN_BYTES) })}</p>
      {refusal !== undefined && <p className="field-bad" role="alert">{refusal}</p>}
    </div>
  );
}
