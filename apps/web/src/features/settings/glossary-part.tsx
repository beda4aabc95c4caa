import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GlossaryInput, GlossaryTerm } from '@kontuar/contract';
import { request } from '../../app/client';
import { glossaryQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Field, SegmentedControl, TextInput, useToast } from '../../ui';
import { glossaryStrings } from './glossary.strings';
import { ListPart } from './list-part';
import { FromLesson } from '../../app/lessons/from-lesson';
import { FormDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

export function GlossaryPart() {
  const t = useStrings(glossaryStrings);
  const s = useStrings(settingsStrings);
  const terms = useQuery(glossaryQuery);
  return (
    <ListPart
      query={terms}
      words={{ title: s('glossary'), lead: t('lead'), add: t('add'), empty: t('empty'), emptyBody: t('emptyBody') }}
      manages={useCan('canned.manage')}
      nameOf={({ term }) => term}
      searched={({ term, plain }) => `${term} ${plain}`}
      row={{ mark: ({ language }) => <span className="tag" title={t(language === 'pl' ? 'polish' : 'english')}>{language.toUpperCase()}</span>, detail: ({ plain }) => t('instead', { plain }) }}
      removal={{ path: ({ id }) => `/glossary/${id}`, keys: [queryKeys.glossary], ask: ({ term }) => ({ title: t('removeTitle', { term }), body: t('removeBody') }) }}
      form={(term, close) => <TermForm term={term} close={close} />}
    />
  );
}

function TermForm({ term, close }: { term: GlossaryTerm | undefined; close: () => void }) {
  const t = useStrings(glossaryStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState<GlossaryInput>({ term: term?.term ?? '', plain: term?.plain ?? '', language: term?.language ?? (locale.startsWith('pl') ? 'pl' : 'en') });
  const [tried, setTried] = useState(false);
  const given = { ...form, term: form.term.trim(), plain: form.plain.trim() };
  const save = useMutation({
    mutationFn: () => request(term ? 'PATCH' : 'POST', term ? `/glossary/${term.id}` : '/glossary', given),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.glossary });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (given.term !== '' && given.plain !== '') save.mutate();
  };
  return (
    <FormDialog title={term?.term ?? t('add')} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('term')} help={t('termHelp')} error={tried && given.term === '' ? t('missing') : undefined}>
        <TextInput maxLength={80} autoFocus lang={form.language} value={form.term} onChange={(event) => setForm({ ...form, term: event.target.value })} />
      </Field>
      <Field label={t('plain')} help={t('plainHelp')} error={tried && given.plain === '' ? t('missing') : undefined}>
        <TextInput maxLength={80} lang={form.language} value={form.plain} onChange={(event) => setForm({ ...form, plain: event.target.value })} />
      </Field>
      <SegmentedControl label={t('language')} value={form.language} onValueChange={(language) => setForm({ ...form, language })} choices={[{ value: 'pl', label: t('polish') }, { value: 'en', label: t('english') }]} />
      {term !== undefined && <FromLesson subjectId={term.id} />}
    </FormDialog>
  );
}
