import { Paperclip, X } from 'lucide';
import { useRef } from 'react';
import { asideStrings } from '../../app/asides/asides.strings';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import type { useFiles } from './use-files';

export function FilesLine({ files, waiting, add, remove }: ReturnType<typeof useFiles>) {
  const t = useStrings(asideStrings);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="as-f">
      {files.map((file) => <span key={file.id} className="chip"><Icon of={Paperclip} size={12} /><span className="ell">{file.name}</span><button type="button" className="chip-x" aria-label={t('removeFile', { name: file.name })} onClick={() => remove(file.id)}><Icon of={X} size={12} /></button></span>)}
      {waiting.map((file) => <span key={file.key} className="chip mut" role="status">{t('uploading', { name: file.name, share: String(Math.round(file.share * 100)) })}</span>)}
      <button type="button" className="lnk" onClick={() => input.current?.click()}><Icon of={Paperclip} size={14} /> {t('addFiles')}</button>
      <input ref={input} type="file" multiple hidden onChange={(event) => { add(event.target.files); event.target.value = ''; }} />
    </div>
  );
}
