import { useEffect, useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { newClientId } from '../../app/client-id';
import { uploadFile } from '../../app/upload-file';

export interface Waiting { key: string; name: string; share: number }

/** Files on their way up beside a text, and those that are there. What is still under way ends with the form. */
export function useFiles(onProblem: (error: unknown) => void) {
  const [files, setFiles] = useState<AttachmentView[]>([]);
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [end] = useState(() => new AbortController());
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => { mounted.current = false; };
  }, []);
  const add = (list: FileList | null) => {
    for (const file of list ?? []) {
      const key = newClientId();
      setWaiting((before) => [...before, { key, name: file.name, share: 0 }]);
      uploadFile(file, { signal: end.signal, onProgress: (share) => setWaiting((before) => before.map((one) => (one.key === key ? { ...one, share } : one))) })
        .then((view) => { if (mounted.current) setFiles((before) => [...before, view]); }, (error: unknown) => { if (mounted.current) onProblem(error); })
        .finally(() => { if (mounted.current) setWaiting((before) => before.filter((one) => one.key !== key)); });
    }
  };
  return { files, waiting, add, remove: (id: string) => setFiles((before) => before.filter((file) => file.id !== id)), clear: () => setFiles([]) };
}
