import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AttachmentView, Canned, CannedInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { cannedQuery, teamsQuery } from '../../app/directory';
import { FromLesson } from '../../app/lessons/from-lesson';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Field, Select, TextArea, TextInput, useToast } from '../../ui';
import { CannedActions, isWhole } from './canned-actions';
import { CannedFiles } from './canned-files';
import { cannedStrings } from './canned.strings';
import { FormDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const variables = ['contact.name', 'contact.firstName', 'agent.name', 'workspace.name', 'conversation.number', 'today'];

/** What a canned answer says, for whom it is, and what it does besides. */
export function CannedForm({ answer, close }: { answer: Canned | undefined; close: () => void }) {
  const t = useStrings(settingsStrings);
  const c = useStrings(cannedStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const teams = useQuery(teamsQuery).data ?? [];
  const folders = [...new Set((useQuery(cannedQuery).data ?? []).map(({ folder }) => folder).filter((folder) => folder !== ''))].sort();
  const [now, setNow] = useState<Omit<CannedInput, 'attachmentIds'>>({
    shortcut: answer?.shortcut ?? '', title: answer?.title ?? '', text: answer?.text ?? '', locale: answer?.locale ?? null,
    folder: answer?.folder ?? '', teamId: answer?.teamId ?? null, actions: answer?.actions ?? [], articleId: answer?.articleId ?? null,
  });
  const [files, setFiles] = useState<readonly AttachmentView[]>(answer?.attachments ?? []);
  const [uploading, setUploading] = useState(false);
  const [tried, setTried] = useState(false);
  const actions = now.actions.filter(isWhole);
  const save = useMutation({
    mutationFn: () => request(answer ? 'PATCH' : 'POST', answer ? `/canned/${answer.id}` : '/canned', { ...now, actions, attachmentIds: files.map(({ id }) => id) }),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.canned });
    },
    onError: (error) => !(error instanceof ApiProblem && error.status === 409) && failed(error),
  });
  const taken = save.error instanceof ApiProblem && save.error.status === 409;
  const badShortcut = !/^[\p{L}\p{N}_-]{1,40}$/u.test(now.shortcut);
  const empty = now.text.trim() === '' && actions.length === 0;
  const submit = () => {
    setTried(true);
    if (!badShortcut && now.title.trim() !== '' && !empty && !uploading) save.mutate();
  };
  return (
    <FormDialog wide title={answer?.title ?? t('cannedNew')} submit={t('save')} busy={save.isPending || uploading} close={close} onSubmit={submit}>
      <div className="two">
        <Field label={t('cannedShortcut')} help={t('cannedShortcutHelp')} error={taken ? t('cannedTaken') : tried && badShortcut ? t('cannedShortcutBad') : undefined}>
          <TextInput maxLength={40} autoFocus spellCheck={false} autoCapitalize="off" value={now.shortcut} onChange={(event) => setNow({ ...now, shortcut: event.target.value.toLowerCase().replace(/^\//u, '') })} />
        </Field>
        <Field label={t('cannedTitle')} error={tried && now.title.trim() === '' ? t('nameMissing') : undefined}>
          <TextInput maxLength={200} value={now.title} onChange={(event) => setNow({ ...now, title: event.target.value })} />
        </Field>
        <Field label={t('cannedLocale')}>
          <Select
            value={now.locale ?? ''}
            onValueChange={(locale) => setNow({ ...now, locale: locale === '' ? null : (locale as 'en' | 'pl') })}
            options={[{ value: '', label: t('cannedAny') }, { value: 'en', label: 'English' }, { value: 'pl', label: 'Polski' }]}
          />
        </Field>
        <Field label={c('team')}>
          <Select value={now.teamId ?? ''} onValueChange={(team) => setNow({ ...now, teamId: team === '' ? null : team })} options={[{ value: '', label: c('everybody') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]} />
        </Field>
      </div>
      <Field label={c('folder')} help={c('folderHelp')} optional>
        <TextInput maxLength={120} list="canned-folders" value={now.folder} onChange={(event) => setNow({ ...now, folder: event.target.value })} />
      </Field>
      <datalist id="canned-folders">{folders.map((folder) => <option key={folder} value={folder} />)}</datalist>
      <Field label={t('cannedText')} error={tried && empty ? c('missing') : undefined} help={`${t('cannedTextHelp', { variables: variables.map((name) => `{{${name}}}`).join(', ') })} ${c('textHelpActions')}`}>
        <TextArea rows={7} maxLength={20_000} value={now.text} onChange={(event) => setNow({ ...now, text: event.target.value })} />
      </Field>
      <CannedFiles files={files} onChange={setFiles} onBusy={setUploading} />
      {answer !== undefined && <FromLesson subjectId={answer.id} />}
      {now.articleId !== null && (
        <p className="row-end"><Link className="lnk" to="/knowledge/$articleId" params={{ articleId: now.articleId }}>{c('article')}</Link><Button size="sm" tone="ghost" onClick={() => setNow({ ...now, articleId: null })}>{c('articleOff')}</Button></p>
      )}
      <CannedActions actions={now.actions} onChange={(next) => setNow({ ...now, actions: next })} />
    </FormDialog>
  );
}
