import { queryOptions } from '@tanstack/react-query';
import type { ExportView, ImportUndoTrial, ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export const importsQuery = queryOptions({
  queryKey: [...queryKeys.imports, 'list'] as const,
  queryFn: async ({ signal }) => (await request<{ items: ImportView[] }>('GET', '/imports', undefined, { signal })).items,
  staleTime: 20_000,
});
export const exportsQuery = queryOptions({
  queryKey: [...queryKeys.imports, 'exports'] as const,
  queryFn: async ({ signal }) => (await request<{ items: ExportView[] }>('GET', '/exports', undefined, { signal })).items,
  staleTime: 20_000,
});
export const importQuery = (id: string) => queryOptions({
  queryKey: [...queryKeys.imports, 'one', id] as const,
  queryFn: ({ signal }) => request<ImportView>('GET', `/imports/${id}`, undefined, { signal }),
  staleTime: 20_000,
});
export const undoTrialQuery = (id: string) => queryOptions({
  queryKey: [...queryKeys.imports, 'undo', id] as const,
  queryFn: ({ signal }) => request<ImportUndoTrial>('GET', `/imports/${id}/undo`, undefined, { signal }),
  staleTime: 0,
});
export const isUnderWay = ({ state }: ImportView): boolean => state === 'checking' || state === 'running' || state === 'undoing';
