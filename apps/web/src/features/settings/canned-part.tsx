import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Canned, CannedInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { cannedQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Field, Select, Tag, TextArea, TextInput, useToast } from '../../ui';
import { ListPart } from './list-part';
import { FormDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const variables = ['contact.name', 'contact.firstName', 'agent.name', 'workspace.name', 'conversation.number', 'today'];

export function CannedPart() {
  const t = useStrings(settingsStrings);
  const canned = useQuery(cannedQuery);
  return (
    <ListPart
      query={canned}
      words={{ title: t('canned'), lead: t('cannedLead'), add: t('cannedNew'), empty: t('cannedEmpty'), emptyBody: t('cannedEmptyBody') }}
      manages={useCan('canned.manage')}
      nameOf={({ title }) => title}
      searched={({ shortcut, title, text }) => `${shortcut} ${title} ${text}`}
      row={{
        mark: ({ shortcut }) => <kbd>/{shortcut}</kbd>,
        detail: ({ text }) => text,
        aside: ({ locale, uses }) => (
          <>
            {locale !== null && <Tag>{locale}</Tag>}
            <span className="lst-x wide">{uses > 0 && t('cannedUses', { count: uses })}</span>
          </>
        ),
      }}
      removal={{ path: ({ id }) => `/canned/${id}`, keys: [queryKeys.canned], undo: ({ shortcut, title, text, locale }) => request('POST', '/canned', { shortcut, title, text, locale }) }}
      form={(answer, close) => <CannedForm answer={answer} close={close} />}
    />
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
