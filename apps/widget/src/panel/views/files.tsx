import { h } from 'preact';
import { fileSize } from '../words';
import type { ViewProps } from './view';
import { Icon } from './icon';

/** Files of the message that is being written: their way up, what went wrong, and the way out. */
export function FileRow({ chat }: ViewProps) {
  const { state } = chat;
  const { w } = state;
  return (
    <ul class="files">{state.uploads.map((one) => {
      const fault = one.error && { 'too-large': w.tooLarge(fileSize(state.config?.maxFileBytes ?? 0, state.locale)), refused: w.fileRefused, network: w.uploadFailed }[one.error];
      return (
        <li key={one.key} class={fault ? 'bad' : ''}>
          <Icon name="file" small />
          <span class="fn"><b>{one.name}</b><small>{fault ?? (one.id ? fileSize(one.sizeBytes, state.locale) : `${w.uploading} ${Math.round(one.progress * 100)}%`)}</small></span>
          {one.error === 'network' && <button type="button" class="lnk" onClick={() => chat.withFiles((uploads) => uploads.retry(one.key))}>{w.again}</button>}
          <button type="button" class="rm" aria-label={`${w.remove}: ${one.name}`} onClick={() => chat.withFiles((uploads) => uploads.remove(one.key))}><Icon name="x" small /></button>
        </li>
      );
    })}</ul>
  );
}
