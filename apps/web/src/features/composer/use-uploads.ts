import { useCallback, useEffect, useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { newClientId } from '../../app/client-id';
import { uploadFile } from '../../app/upload-file';

export interface Upload {
  key: string; name: string; file: File;
  /** 0..1 */
  share: number;
  /** Plain words; null while it runs. */
  failed: string | null;
  /** Object URL of a picture. */
  preview: string | null;
  /** What becomes of it besides. */
  then?: ((file: AttachmentView) => void) | undefined;
}

/** Files on their way to the server; each finished one is handed on and leaves the list. */
export function useUploads(onDone: (file: AttachmentView, then?: (file: AttachmentView) => void) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const done = useRef(onDone);
  useEffect(() => { done.current = onDone; });

  const change = useCallback((key: string, next: Partial<Upload>) => setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...next } : upload))), []);
  const drop = useCallback((key: string) => setUploads((all) => all.filter((upload) => {
    if (upload.key !== key) return true;
    if (upload.preview !== null) URL.revokeObjectURL(upload.preview);
    return false;
  })), []);

  const start = useCallback(async (key: string, { file, then }: Pick<Upload, 'file' | 'then'>) => {
    const stop = new AbortController();
    running.current.set(key, stop);
    change(key, { failed: null, share: 0 });
    try {
      const view = await uploadFile(file, { signal: stop.signal, onProgress: (share) => change(key, { share }) });
      done.current(view, then);
      drop(key);
    } catch (error) {
      if (!stop.signal.aborted) change(key, { failed: problemWords(error) });
    } finally {
      running.current.delete(key);
    }
  }, [change, drop]);

  const add = useCallback((file: File, then?: (file: AttachmentView) => void) => {
    const key = newClientId();
    const preview = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : null;
    setUploads((all) => [...all, { key, name: file.name, file, share: 0, failed: null, preview, then }]);
    void start(key, { file, then });
  }, [start]);

  const cancel = useCallback((key: string) => {
    running.current.get(key)?.abort();
    drop(key);
  }, [drop]);

  const retry = useCallback((key: string) => {
    const upload = uploads.find((each) => each.key === key);
    if (upload) void start(key, upload);
  }, [uploads, start]);

  useEffect(() => {
    const all = running.current;
    return () => { for (const stop of all.values()) stop.abort(); };
  }, []);

  return { uploads, add, cancel, retry, busy: uploads.some(({ failed }) => failed === null) };
}
