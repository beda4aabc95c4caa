import { useEffect, useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { newClientId } from '../../app/client-id';
import { uploadFile } from '../../app/upload-file';

export interface Waiting { key: string; name: string; share: number }

/** Files on their way up beside a text, pictures for inside it, and those that are there. What is still under way ends with the form. */
export function useFiles(onProblem: (error: unknown) => void, begun?: { files: AttachmentView[]; pictures: AttachmentView[] }) {
  const [files, setFiles] = useState<AttachmentView[]>(begun?.files ?? []);
  const [pictures, setPictures] = useState<AttachmentView[]>(begun?.pictures ?? []);
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [end] = useState(() => new AbortController());
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => { mounted.current = false; };
  }, []);
  const upload = (list: Iterable<File> | null, done: (view: AttachmentView) => void) => {
    for (const file of list ?? []) {
      const key = newClientId();
      setWaiting((before) => [...before, { key, name: file.name, share: 0 }]);
      uploadFile(file, { signal: end.signal, onProgress: (share) => setWaiting((before) => before.map((one) => (one.key === key ? { ...one, share } : one))) })
        .then((view) => { if (mounted.current) done(view); }, (error: unknown) => { if (mounted.current) onProblem(error); })
        .finally(() => { if (mounted.current) setWaiting((before) => before.filter((one) => one.key !== key)); });
    }
  };
  return {
    files, pictures, waiting,
    add: (list: Iterable<File> | null) => upload(list, (view) => setFiles((before) => [...before, view])),
    /** Known before it is put in: the text draws it by where its bytes are. */
    addPictures: (list: Iterable<File>, put: (file: AttachmentView) => void) => upload(list, (view) => {
      setPictures((before) => [...before, view]);
      put(view);
    }),
    remove: (id: string) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => { setFiles([]); setPictures([]); },
  };
}
