import { FileText, Image as Picture, RotateCcw, X } from 'lucide';
import { clsx } from 'clsx';
import type { AttachmentView } from '@kontuar/contract';
import { formatBytes, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { composerStrings } from './composer.strings';
import type { Upload } from './use-uploads';

export interface TrayProps {
  files: readonly AttachmentView[];
  uploads: readonly Upload[];
  onRemove: (id: string) => void;
  onCancel: (key: string) => void;
  onRetry: (key: string) => void;
}

/** What goes along: pictures with a thumbnail, everything by name and size, uploads with how far they are. */
export function Tray({ files, uploads, onRemove, onCancel, onRetry }: TrayProps) {
  const t = useStrings(composerStrings);
  const locale = useLocale();
  if (files.length === 0 && uploads.length === 0) return null;
  return (
    <ul className="att" aria-label={t('files')}>
      {files.map((file) => (
        <li key={file.id}>
          <span className="file sm">
            {file.thumbnailUrl ?? (file.contentType.startsWith('image/') ? file.url : null)
              ? <img className="att-i" src={file.thumbnailUrl ?? file.url ?? ''} alt="" />
              : <Icon of={file.contentType.startsWith('image/') ? Picture : FileText} size={14} />}
            <span className="ell">{file.name}</span>
            <span className="mut">{formatBytes(locale, file.sizeBytes)}</span>
          </span>
          <button type="button" className="btn ghost icon sm" aria-label={t('removeFile', { name: file.name })} onClick={() => onRemove(file.id)}><Icon of={X} size={12} /></button>
        </li>
      ))}
      {uploads.map((upload) => (
        <li key={upload.key}>
          <span className={clsx('file sm', upload.failed !== null && 'bad')} title={upload.failed ?? undefined}>
            {upload.preview === null ? <Icon of={FileText} size={14} /> : <img className="att-i" src={upload.preview} alt="" />}
            <span className="ell">{upload.name}</span>
            {upload.failed === null
              ? <span className="prog" role="progressbar" aria-label={t('uploading', { name: upload.name })} aria-valuenow={Math.round(upload.share * 100)} aria-valuemin={0} aria-valuemax={100}><i style={{ width: `${upload.share * 100}%` }} /></span>
              : <span className="att-bad">{t('uploadFailed', { reason: upload.failed })}</span>}
          </span>
          {upload.failed !== null && <button type="button" className="btn ghost icon sm" aria-label={t('retryFile', { name: upload.name })} onClick={() => onRetry(upload.key)}><Icon of={RotateCcw} size={12} /></button>}
          <button type="button" className="btn ghost icon sm" aria-label={t('removeFile', { name: upload.name })} onClick={() => onCancel(upload.key)}><Icon of={X} size={12} /></button>
        </li>
      ))}
    </ul>
  );
}
