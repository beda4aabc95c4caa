import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileText, Film, Image as Picture, RefreshCw } from 'lucide';
import { useId, useState } from 'react';
import type { TemplateList, TemplateView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { formatRelative, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, EmptyState, Field, Icon, IconButton, Select, Skeleton, Tag, TextInput, useNow } from '../../ui';
import { filledText, missing, pieces, searchTemplates } from './template-fill';
import { templateStrings } from './template.strings';

export interface ChosenTemplate { id: string; values: Record<string, string>; text: string }
export interface TemplateDialogProps {
  channelId: string;
  customer: string;
  /** The customer's language, whose templates come first. */
  language: string | null;
  onSend: (chosen: ChosenTemplate) => void;
  onClose: () => void;
}

const stateTones = { approved: 'ok', pending: 'waiting', rejected: 'danger', paused: 'waiting' } as const;
const key = (channelId: string) => ['templates', channelId] as const;
const ask = (channelId: string, refresh: boolean, signal?: AbortSignal) => request<TemplateList>('GET', `/channels/${channelId}/templates`, undefined, { query: { refresh: String(refresh) }, ...(signal ? { signal } : {}) });

/** What gets through a closed window: chosen from those that the platform approved, filled in, and read before it is sent. */
export function TemplateDialog({ channelId, customer, language, onSend, onClose }: TemplateDialogProps) {
  const t = useStrings(templateStrings);
  const client = useQueryClient();
  const list = useQuery({ queryKey: key(channelId), queryFn: ({ signal }) => ask(channelId, false, signal), staleTime: 60_000, retry: false });
  const refresh = useMutation({ mutationFn: () => ask(channelId, true), onSuccess: (answer) => client.setQueryData(key(channelId), answer) });
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState('');
  const [chosenId, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<Record<string, Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const templates = list.data?.items ?? [];
  const languages = [...new Set(templates.map((template) => template.language))].sort();
  const found = searchTemplates(templates, query, only === '' ? null : only, language);
  const chosen = found.find(({ id }) => id === chosenId) ?? found[0];
  const values = (chosen === undefined ? undefined : typed[chosen.id]) ?? {};
  const empty = chosen === undefined ? [] : missing(chosen, values);
  const why = chosen === undefined ? t('choose') : chosen.state !== 'approved' ? t('onlyApproved') : empty.length > 0 ? t('fillIn') : null;
  const send = () => {
    setTried(true);
    if (chosen === undefined || why !== null) return;
    onSend({ id: chosen.id, values: Object.fromEntries(chosen.variables.map((variable) => [variable.key, (values[variable.key] ?? '').trim()])), text: filledText(chosen, values) });
    onClose();
  };
  const failed = list.error ?? refresh.error;
  return (
    <Dialog
      open size="sheet" onOpenChange={(open) => { if (!open) onClose(); }} title={t('title')}
      footer={<><span className="tpl-why mut" role="status">{why}</span><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" aria-disabled={why !== null || undefined} onClick={send}>{t('send')}</Button></>}
    >
      <div className="tpl-h">
        <TextInput type="search" value={query} aria-label={t('find')} placeholder={t('find')} onChange={(event) => setQuery(event.target.value)} />
        {languages.length > 1 && <Select aria-label={t('language')} value={only} onValueChange={setOnly} options={[{ value: '', label: t('anyLanguage') }, ...languages.map((each) => ({ value: each, label: each }))]} />}
        <IconButton label={t('refresh')} busy={refresh.isPending} onClick={() => refresh.mutate()}><Icon of={RefreshCw} size={14} /></IconButton>
        {list.data && <Fetched at={list.data.fetchedAt} />}
      </div>
      {failed !== null && (
        <p className="cmp-w" role="alert">{t('loadFailed', { reason: problemWords(failed) })} <Button size="sm" onClick={() => (list.isError ? void list.refetch() : refresh.mutate())}>{t('again')}</Button></p>
      )}
      {list.isPending && <Skeleton height={220} />}
      {list.isSuccess && templates.length === 0 && <EmptyState art="list" title={t('none')}>{t('noneAtAll')}</EmptyState>}
      {templates.length > 0 && (
        <div className="tpl-g">
          <ul className="tpl-l" role="radiogroup" aria-label={t('list')}>
            {found.map((template) => <Choice key={template.id} template={template} on={template.id === chosen?.id} pick={() => { setChosen(template.id); setTried(false); }} />)}
            {found.length === 0 && <li role="none" className="mut">{t('none')}</li>}
          </ul>
          {chosen !== undefined && (
            <div className="tpl-p">
              <Preview template={chosen} values={values} customer={customer} />
              {chosen.variables.map((variable, index) => (
                <Field
                  key={`${chosen.id}-${variable.where}-${variable.key}`}
                  label={`${t('variable', { key: variable.key })}${variable.where === 'body' ? '' : `, ${t(variable.where === 'header' ? 'inHeader' : 'inButton')}`}`}
                  help={variable.example === undefined ? undefined : t('example', { example: variable.example })}
                  error={tried && empty.includes(variable.key) ? t('fillIn') : undefined}
                >
                  <TextInput
                    value={values[variable.key] ?? ''} maxLength={2000} autoComplete="off" data-first={index === 0 || undefined}
                    onChange={(event) => setTyped({ ...typed, [chosen.id]: { ...values, [variable.key]: event.target.value } })}
                    onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(); }}
                  />
                </Field>
              ))}
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Fetched({ at }: { at: string }) {
  const t = useStrings(templateStrings);
  const locale = useLocale();
  return <span className="mut tpl-f">{t('fetched', { when: formatRelative(locale, new Date(at), useNow()) })}</span>;
}

function Choice({ template, on, pick }: { template: TemplateView; on: boolean; pick: () => void }) {
  const t = useStrings(templateStrings);
  const name = useId();
  return (
    <li role="none">
      <label className="tpl-c" data-on={on || undefined}>
        <input type="radio" name="template" className="vh" checked={on} onChange={pick} aria-describedby={name} />
        <span className="tpl-n"><b className="ell">{template.name}</b><span className="mut">{template.language}</span><Tag tone={stateTones[template.state]}>{t(template.state)}</Tag></span>
        <span className="mut tpl-b" id={name}>{template.body}</span>
      </label>
    </li>
  );
}

const headers = { image: Picture, video: Film, document: FileText } as const;

function Preview({ template, values, customer }: { template: TemplateView; values: Readonly<Record<string, string>>; customer: string }) {
  const t = useStrings(templateStrings);
  const filled = (text: string) => pieces(text, template, values).map((piece, index) => (piece.key === null ? piece.text : <span key={index} className="var" data-missing={piece.filled ? undefined : ''}>{piece.text}</span>));
  const { header } = template;
  return (
    <section className="tpl-v" aria-label={t('preview', { name: customer })}>
      <p className="lab">{t('preview', { name: customer })}</p>
      <div className="b out" dir="auto" lang={template.language.replace('_', '-')}>
        {header !== null && (header.kind === 'text' ? <p><b>{filled(header.text ?? '')}</b></p> : <p className="mut"><Icon of={headers[header.kind]} size={14} /> {t(header.kind)}</p>)}
        <p className="said">{filled(template.body)}</p>
        {template.footer !== null && <p className="mut">{filled(template.footer)}</p>}
        {template.buttons.length > 0 && <p className="tpl-bt">{template.buttons.map((button, index) => <span key={index} className="chip line">{button.text}</span>)}</p>}
      </div>
    </section>
  );
}
