import { ChevronLeft, ChevronRight, Download, FileArchive, FileSpreadsheet, FileText, FileWarning, Film, Image as Picture, Music, RotateCw, X, type IconNode } from 'lucide';
import { useState } from 'react';
import type { AttachmentView, MessageView } from '@kontuar/contract';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatBytes, useLocale, useStrings } from '../../i18n';
import { Icon, IconButton, useLayers, useToast } from '../../ui';
import { useMessageActs } from './queries';
import { threadStrings } from './thread.strings';

export function fileIcon(contentType: string): IconNode {
  if (contentType.startsWith('image/')) return Picture;
  if (contentType.startsWith('video/')) return Film;
  if (contentType.startsWith('audio/')) return Music;
  if (/zip|compressed|tar|rar/.test(contentType)) return FileArchive;
  if (/sheet|excel|csv/.test(contentType)) return FileSpreadsheet;
  return FileText;
}

const isPicture = (file: AttachmentView) => file.state === 'ready' && file.url !== null && file.contentType.startsWith('image/') && file.contentType !== 'image/svg+xml';

/** On its way from the platform, or still not there: stands where it will stand, so that nothing moves when it comes. */
const isAwaited = (file: AttachmentView) => (file.state === 'pending' || file.state === 'failed') && file.contentType.startsWith('image/');

/** Pictures as thumbnails that open large, everything else by name, type and size; what is not there says why. */
export function Attachments({ files, of = null }: {
  files: readonly AttachmentView[];
  /** Whose files could not all be had, and can be asked for again. */
  of?: MessageView | null;
}) {
  const [open, setOpen] = useState<number | null>(null);
  const pictures = files.filter(isPicture);
  const awaited = files.filter(isAwaited);
  const others = files.filter((file) => !isPicture(file) && !isAwaited(file));
  if (files.length === 0) return null;
  return (
    <>
      {(pictures.length > 0 || awaited.length > 0) && (
        <div className="imgs">
          {pictures.map((file, index) => <Thumbnail key={file.id} file={file} onOpen={() => setOpen(index)} />)}
          {awaited.map((file) => <Awaited key={file.id} file={file} of={of} />)}
        </div>
      )}
      {others.length > 0 && <p className="files">{others.map((file) => <File key={file.id} file={file} of={of} />)}</p>}
      {open !== null && <Lightbox pictures={pictures} at={open} onMove={setOpen} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Height of a thumbnail that stands alone; its width follows from the picture, so nothing moves when it arrives. */
const thumbnailPx = 120;

/** The platform would not give it, or could not be reached: one more time, because somebody asks. */
function FetchAgain({ of }: { of: MessageView }) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const may = useCan('conversation.note');
  const { fetchFiles } = useMessageActs(of.conversationId);
  if (!may) return null;
  return (
    <button
      type="button" className="lnk" disabled={fetchFiles.isPending}
      onClick={() => fetchFiles.mutate(of, { onError: (error) => toast({ text: t('actFailed', { reason: problemWords(error) }), tone: 'danger' }) })}
    >
      <Icon of={RotateCw} size={12} /> {t('fileAgain')}
    </button>
  );
}

function Awaited({ file, of }: { file: AttachmentView; of: MessageView | null }) {
  const t = useStrings(threadStrings);
  const failed = file.state === 'failed';
  return (
    <span className="img await" data-state={file.state} role="status" style={{ width: widthOf(file), height: thumbnailPx }}>
      <Icon of={failed ? FileWarning : Picture} />
      <span className="vh">{file.name}: </span>
      <span>{failed ? t('fileFailed') : t('filePending')}</span>
      {failed && of !== null && <FetchAgain of={of} />}
    </span>
  );
}

function widthOf(file: AttachmentView): number {
  const ratio = file.width && file.height ? file.width / file.height : 4 / 3;
  return Math.round(Math.min(240, Math.max(64, thumbnailPx * ratio)));
}

function Thumbnail({ file, onOpen }: { file: AttachmentView; onOpen: () => void }) {
  const t = useStrings(threadStrings);
  return (
    <button type="button" className="img" aria-label={t('fileOpen', { name: file.name })} onClick={onOpen} style={{ width: widthOf(file), height: thumbnailPx }}>
      <img src={file.thumbnailUrl ?? file.url ?? ''} alt="" loading="lazy" decoding="async" />
    </button>
  );
}

function File({ file, of }: { file: AttachmentView; of: MessageView | null }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const size = file.sizeBytes > 0 ? formatBytes(locale, file.sizeBytes) : null;
  if (file.state !== 'ready' || file.url === null) {
    const why = file.state === 'blocked' ? t('fileBlocked') : file.state === 'gone' ? t('fileGone') : file.state === 'failed' ? t('fileFailed') : t('filePending');
    return (
      <span className="file" data-state={file.state}>
        <Icon of={file.state === 'pending' ? fileIcon(file.contentType) : FileWarning} />
        <span className="ell">{file.name}</span>
        <span className="mut">{why}</span>
        {file.state === 'failed' && of !== null && <FetchAgain of={of} />}
      </span>
    );
  }
  return (
    <a className="file" href={file.url} target="_blank" rel="noopener noreferrer" download={file.name} title={file.name}>
      <Icon of={fileIcon(file.contentType)} />
      <span className="ell">{file.name}</span>
      {size !== null && <span className="mut">{size}</span>}
    </a>
  );
}

interface LightboxProps { pictures: readonly AttachmentView[]; at: number; onMove: (at: number) => void; onClose: () => void }

function Lightbox({ pictures, at, onMove, onClose }: LightboxProps) {
  const t = useStrings(threadStrings);
  const Radix = useLayers()?.Dialog;
  const file = pictures[at];
  if (!file || Radix === undefined) return null;
  const move = (step: number) => onMove((at + step + pictures.length) % pictures.length);
  const title = pictures.length > 1 ? t('imageOf', { index: at + 1, count: pictures.length, name: file.name }) : file.name;
  return (
    <Radix.Root open onOpenChange={(open) => { if (!open) onClose(); }}>
      <Radix.Portal>
        <div className="scrim light-scrim" />
        <Radix.Content
          className="light"
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1);
            if (event.key === 'ArrowLeft') move(-1);
          }}
        >
          <header className="light-h">
            <Radix.Title asChild><h2 className="ell">{title}</h2></Radix.Title>
            <a className="btn ghost icon" href={file.url ?? ''} download={file.name} target="_blank" rel="noopener noreferrer" aria-label={t('fileDownload')}><Icon of={Download} /></a>
            <Radix.Close asChild><button type="button" className="btn ghost icon" aria-label={t('imageClose')}><Icon of={X} /></button></Radix.Close>
          </header>
          <div className="light-b" onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}>
            {pictures.length > 1 && <IconButton label={t('imagePrevious')} onClick={() => move(-1)}><Icon of={ChevronLeft} /></IconButton>}
            <img src={file.url ?? ''} alt={file.name} />
            {pictures.length > 1 && <IconButton label={t('imageNext')} onClick={() => move(1)}><Icon of={ChevronRight} /></IconButton>}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
