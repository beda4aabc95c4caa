import { useMutation, useQueryClient, type QueryKey, type UseQueryResult } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide';
import { useState, type ReactNode } from 'react';
import { request } from '../../app/client';
import { useStrings } from '../../i18n';
import { Button, EmptyState, foldText, Icon, IconButton, TextInput, useToast } from '../../ui';
import { ConfirmDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

/** From here on a list is long enough to be searched. */
const searchedFrom = 6;

export interface ListPartProps<T extends { id: string }> {
  query: Pick<UseQueryResult<T[]>, 'data' | 'isPending' | 'isError' | 'error' | 'refetch'>;
  words: { title: string; lead: string; add: string; empty: string; emptyBody: string };
  /** May add, change and remove. */
  manages: boolean;
  nameOf: (item: T) => string;
  /** What is searched in; left out: the list is never searched. */
  searched?: (item: T) => string;
  row: { mark: (item: T) => ReactNode; detail?: (item: T) => string; aside?: (item: T) => ReactNode };
  removal: {
    path: (item: T) => string;
    /** What else this changes. */
    keys: readonly QueryKey[];
    /** For what cannot be undone. */
    ask?: (item: T) => { title: string; body: string };
    undo?: (item: T) => Promise<unknown>;
  };
  /** `item` is undefined for a new one. */
  form: (item: T | undefined, close: () => void) => ReactNode;
}

/** Labels, teams, canned answers: head, search, rows with their acts, the form and the removal. */
export function ListPart<T extends { id: string }>({ query, words, manages, nameOf, searched, row, removal, form }: ListPartProps<T>) {
  const t = useStrings(settingsStrings);
  const [editing, edit, closeEdit] = useDialog<{ item: T | undefined }>();
  const [asking, ask, closeAsk] = useDialog<T>();
  const [wanted, setWanted] = useState('');
  const remove = useRemoval(nameOf, removal, closeAsk);
  const all = query.data ?? [];
  const shown = searched === undefined ? all : all.filter((item) => foldText(searched(item)).includes(foldText(wanted)));
  const add = manages && (
    <Button tone="primary" onClick={() => edit({ item: undefined })}>
      <Icon of={Plus} size={14} />
      {words.add}
    </Button>
  );
  return (
    <>
      <PartHead title={words.title} lead={words.lead} action={all.length > 0 && add} />
      {searched !== undefined && all.length >= searchedFrom && (
        <div className="tools">
          <TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </div>
      )}
      <Loaded query={query}>
        {all.length === 0 && (
          <EmptyState art="list" title={words.empty} action={add}>
            {words.emptyBody}
          </EmptyState>
        )}
        {all.length > 0 && shown.length === 0 && <p className="mut">{t('nothingFound', { query: wanted })}</p>}
        {shown.length > 0 && (
          <ul className="card lst">
            {shown.map((item) => (
              <li key={item.id}>
                <div className="lst-r">
                  {row.mark(item)}
                  <span className="lst-t">
                    <b>{nameOf(item)}</b>
                    {row.detail && <span>{row.detail(item)}</span>}
                  </span>
                  {row.aside?.(item)}
                  {manages && (
                    <>
                      <IconButton size="sm" label={`${t('edit')}: ${nameOf(item)}`} onClick={() => edit({ item })}>
                        <Icon of={Pencil} size={14} />
                      </IconButton>
                      <IconButton size="sm" label={`${t('remove')}: ${nameOf(item)}`} onClick={() => (removal.ask ? ask(item) : remove.mutate(item))}>
                        <Icon of={Trash2} size={14} />
                      </IconButton>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing && form(editing.item, closeEdit)}
      {asking && removal.ask && <ConfirmDialog {...removal.ask(asking)} act={t('remove')} busy={remove.isPending} close={closeAsk} confirm={() => remove.mutate(asking)} />}
    </>
  );
}

function useRemoval<T extends { id: string }>(nameOf: (item: T) => string, { path, keys, undo }: ListPartProps<T>['removal'], done: () => void) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const changed = () => Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })));
  return useMutation({
    mutationFn: (item: T) => request('DELETE', path(item)),
    onSuccess: async (_, item) => {
      done();
      toast({ text: t('removed', { name: nameOf(item) }), ...(undo ? { undo: () => void undo(item).then(changed, failed) } : {}) });
      await changed();
    },
    onError: failed,
  });
}
