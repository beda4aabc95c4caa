import type { QueryKey } from '@tanstack/react-query';
import type { Entry } from './what-is-kept';

export interface KeptEntry extends Entry {
  memberId: string;
  key: QueryKey;
  data: unknown;
  /** When the server said so; epoch milliseconds. */
  at: number;
}

const name = 'kontuar-kept';
const entries = 'entries';

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('the browser keeps nothing'));
  });
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  return (opened ??= new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(entries, { keyPath: ['memberId', 'hash'] }).createIndex('memberId', 'memberId');
    };
    request.onsuccess = () => {
      // Another window wants to change it: ours must not stand in the way.
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      done(request.result);
    };
    request.onerror = () => failed(request.error ?? new Error('the browser keeps nothing'));
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  }));
}

/** A browser may refuse to keep anything (private windows, a full disk): then nothing can be read without a line, and that is all. */
async function within<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await act((await open()).transaction(entries, mode).objectStore(entries));
  } catch {
    return otherwise;
  }
}

export const keptStore = {
  all: (): Promise<KeptEntry[]> => within('readonly', (store) => asked(store.getAll() as IDBRequest<KeptEntry[]>), []),
  of: (memberId: string): Promise<KeptEntry[]> => within('readonly', (store) => asked(store.index('memberId').getAll(memberId) as IDBRequest<KeptEntry[]>), []),
  put: (list: readonly KeptEntry[]): Promise<void> => within('readwrite', async (store) => void (await Promise.all(list.map((entry) => asked(store.put(entry))))), undefined),
  drop: (memberId: string, hashes: readonly string[]): Promise<void> => within('readwrite', async (store) => void (await Promise.all(hashes.map((hash) => asked(store.delete([memberId, hash]))))), undefined),
  clear: (): Promise<void> => within('readwrite', async (store) => void (await asked(store.clear())), undefined),
};
