import { FileText, Paperclip, X } from 'lucide';
import { useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { uploadFile } from '../../app/upload-file';
import { formatBytes, useLocale, useStrings } from '../../i18n';
import { Button, Icon, IconButton } from '../../ui';
import { cannedStrings } from './canned.strings';

const mostFiles = 10;
const mostBytes = 10 * 1024 * 1024;

/** Files that go along with a canned answer. */
export function CannedFiles({ files, onChange, onBusy }: { files: readonly AttachmentView[]; onChange: (change: (files: readonly AttachmentView[]) => readonly AttachmentView[]) => void; onBusy: (busy: boolean) => void }) {
  const t = useStrings(cannedStrings);
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [running, setRunning] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const add = async (chosen: readonly File[]) => {
    setTrouble(null);
    onBusy(true);
    try {
      for (const [at, file] of chosen.entries()) {
        if (files.length + at >= mostFiles) return setTrouble(t('tooMany'));
        if (file.size > mostBytes) { setTrouble(`${file.name}: ${t('tooLarge')}`); continue; }
        setRunning(file.name);
        const view = await uploadFile(file, { onProgress: () => undefined, signal: new AbortController().signal });
        onChange((before) => [...before, view]);
      }
    } catch (error) {
      setTrouble(t('failed', { reason: problemWords(error) }));
    } finally {
      setRunning(null);
      onBusy(false);
    }
  };
  return (
    <fieldset className="plain">
      <legend className="lab">{t('files')}</legend>
      <ul className="files-l">
        {files.map((file) => (
          <li key={file.id}>
            <Icon of={FileText} size={14} /><span className="ell">{file.name}</span><span className="mut">{formatBytes(locale, file.sizeBytes)}</span>
            <IconButton size="sm" label={t('removeFile', { name: file.name })} onClick={() => onChange((before) => before.filter(({ id }) => id !== file.id))}><Icon of={X} size={12} /></IconButton>
          </li>
        ))}
      </ul>
      <input ref={input} type="file" multiple hidden onChange={(event) => { void add([...(event.target.files ?? [])]); event.target.value = ''; }} />
      <Button size="sm" busy={running !== null} onClick={() => input.current?.click()}><Icon of={Paperclip} size={14} />{t('addFile')}</Button>
      <p className="help" role="status">{trouble ?? (running === null ? '' : t('uploading', { name: running }))}</p>
    </fieldset>
  );
}
