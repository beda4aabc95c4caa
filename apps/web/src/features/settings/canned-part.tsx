import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Canned, CannedInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { cannedQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Field, foldText, Icon, IconButton, Select, Tag, TextArea, TextInput, useToast } from '../../ui';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const variables = ['contact.name', 'contact.firstName', 'agent.name', 'workspace.name', 'conversation.number', 'today'];

export function CannedPart() {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const manages = useCan('canned.manage');
  const canned = useQuery(cannedQuery);
  const [editing, edit, closeEdit] = useDialog<Canned | 'new'>();
  const [query, setQuery] = useState('');
  const changed = () => cache.invalidateQueries({ queryKey: queryKeys.canned });
  const restore = useMutation({
    mutationFn: ({ shortcut, title, text, locale }: Canned) => request('POST', '/canned', { shortcut, title, text, locale }),
    onSuccess: changed,
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: (answer: Canned) => request('DELETE', `/canned/${answer.id}`),
    onSuccess: async (_, answer) => {
      toast({ text: t('removed', { name: answer.title }), undo: () => restore.mutate(answer) });
      await changed();
    },
    onError: failed,
  });
  const wanted = foldText(query);
  const all = canned.data ?? [];
  const shown = all.filter((answer) => foldText(`${answer.shortcut} ${answer.title} ${answer.text}`).includes(wanted));
  const add = manages && (
    <Button tone="primary" onClick={() => edit('new')}>
      <Icon of={Plus} size={14} />
      {t('cannedNew')}
    </Button>
  );
  return (
    <>
      <PartHead title={t('canned')} lead={t('cannedLead')} action={all.length > 0 && add} />
      {all.length > 5 && (
        <div className="tools">
          <TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={query} onChange={(event) => setQuery(event.target.value)} />
        </div>
      )}
      <Loaded query={canned}>
        {all.length === 0 && (
          <EmptyState art="list" title={t('cannedEmpty')} action={add}>
            {t('cannedEmptyBody')}
          </EmptyState>
        )}
        {all.length > 0 && shown.length === 0 && <p className="mut">{t('nothingFound', { query })}</p>}
        {shown.length > 0 && (
          <ul className="card lst">
            {shown.map((answer) => (
              <li key={answer.id}>
                <div className="lst-r">
                  <kbd>/{answer.shortcut}</kbd>
                  <span className="lst-t">
                    <b>{answer.title}</b>
                    <span>{answer.text}</span>
                  </span>
                  {answer.locale !== null && <Tag>{answer.locale}</Tag>}
                  <span className="lst-x wide">{answer.uses > 0 && t('cannedUses', { count: answer.uses })}</span>
                  {manages && (
                    <>
                      <IconButton size="sm" label={`${t('edit')}: ${answer.title}`} onClick={() => edit(answer)}>
                        <Icon of={Pencil} size={14} />
                      </IconButton>
                      <IconButton size="sm" label={`${t('remove')}: ${answer.title}`} onClick={() => remove.mutate(answer)}>
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
      {editing && <CannedForm answer={editing === 'new' ? undefined : editing} close={closeEdit} />}
    </>
  );
}

function CannedForm({ answer, close }: { answer: Canned | undefined; close: () => void }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [now, setNow] = useState<CannedInput>({ shortcut: answer?.shortcut ?? '', title: answer?.title ?? '', text: answer?.text ?? '', locale: answer?.locale ?? null });
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => request(answer ? 'PATCH' : 'POST', answer ? `/canned/${answer.id}` : '/canned', now),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.canned });
    },
    onError: (error) => !(error instanceof ApiProblem && error.status === 409) && failed(error),
  });
  const taken = save.error instanceof ApiProblem && save.error.status === 409;
  const badShortcut = !/^[\p{L}\p{N}_-]{1,40}$/u.test(now.shortcut);
  const missing = (text: string) => (tried && text.trim() === '' ? t('nameMissing') : undefined);
  const submit = () => {
    setTried(true);
    if (!badShortcut && now.title.trim() !== '' && now.text.trim() !== '') save.mutate();
  };
  return (
    <FormDialog wide title={answer?.title ?? t('cannedNew')} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <div className="two">
        <Field label={t('cannedShortcut')} help={t('cannedShortcutHelp')} error={taken ? t('cannedTaken') : tried && badShortcut ? t('cannedShortcutBad') : undefined}>
          <TextInput maxLength={40} autoFocus spellCheck={false} autoCapitalize="off" value={now.shortcut} onChange={(event) => setNow({ ...now, shortcut: event.target.value.toLowerCase().replace(/^\//u, '') })} />
        </Field>
        <Field label={t('cannedLocale')}>
          <Select
            value={now.locale ?? ''}
            onValueChange={(locale) => setNow({ ...now, locale: locale === '' ? null : (locale as 'en' | 'pl') })}
            options={[
              { value: '', label: t('cannedAny') },
              { value: 'en', label: 'English' },
              { value: 'pl', label: 'Polski' },
            ]}
          />
        </Field>
      </div>
      <Field label={t('cannedTitle')} error={missing(now.title)}>
        <TextInput maxLength={200} value={now.title} onChange={(event) => setNow({ ...now, title: event.target.value })} />
      </Field>
      <Field label={t('cannedText')} error={missing(now.text)} help={t('cannedTextHelp', { variables: variables.map((name) => `{{${name}}}`).join(', ') })}>
        <TextArea rows={8} maxLength={20_000} value={now.text} onChange={(event) => setNow({ ...now, text: event.target.value })} />
      </Field>
    </FormDialog>
  );
}
