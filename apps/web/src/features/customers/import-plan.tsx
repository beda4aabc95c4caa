import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportDelimiter, ImportEncoding, ImportMapping, ImportShape, ImportStart, ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { fieldName, useFields } from '../../app/fields/fields';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Select, useToast } from '../../ui';
import { filesStrings } from './files.strings';
import { CONSENT, plainTargets, usePurposes } from './import-words';
import { NewFieldDialog } from './new-field-dialog';

const encodings = ['utf-8', 'windows-1250', 'iso-8859-2', 'utf-16le', 'utf-16be'] as const satisfies readonly ImportEncoding[];
const delimiters = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const satisfies Record<ImportDelimiter, string>;
const NEW = 'new';
const addresses: ReadonlySet<string> = new Set(['email', 'phone']);

/** How the file is read, what its columns say, and what is taken: guessed, shown with what stands in the file, and changeable. */
export function ImportPlan({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [mapping, setMapping] = useState<ImportMapping>(view.mapping);
  const [mode, setMode] = useState(view.mode);
  const [tried, setTried] = useState(false);
  const mapped = Object.values(mapping).some((target) => ['name', 'firstName', 'lastName', 'email', 'phone'].includes(target));
  const took = (next: ImportView) => cache.setQueryData([...queryKeys.imports, 'one', view.id], next);
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const reshape = useMutation({ mutationFn: (shape: ImportShape) => request<ImportView>('POST', `/imports/${view.id}/shape`, shape), onSuccess: took, onError: failed });
  const start = useMutation({ mutationFn: (body: Omit<ImportStart, 'channels'>) => request<ImportView>('POST', `/imports/${view.id}/start`, body), onSuccess: took, onError: failed });
  const shape: ImportShape = { encoding: view.encoding as ImportEncoding, delimiter: view.delimiter as ImportDelimiter, header: view.header };
  const go = (trial: boolean) => {
    setTried(true);
    if (mapped) start.mutate({ mapping, mode, trial });
  };
  const checked = view.state === 'checked' && JSON.stringify(mapping) === JSON.stringify(view.mapping) && mode === view.mode;
  return (
    <>
      <section className="fi-s" aria-labelledby="fi-shape">
        <h2 id="fi-shape">{t('howRead')}</h2>
        <div className="fi-row">
          <Field label={t('encoding')}><Select value={view.encoding} disabled={reshape.isPending} options={encodings.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => reshape.mutate({ ...shape, encoding: value as ImportEncoding })} /></Field>
          <Field label={t('delimiter')}><Select value={view.delimiter} disabled={reshape.isPending} options={(Object.keys(delimiters) as ImportDelimiter[]).map((value) => ({ value, label: t(delimiters[value]) }))} onValueChange={(value) => reshape.mutate({ ...shape, delimiter: value as ImportDelimiter })} /></Field>
          <Check checked={view.header} disabled={reshape.isPending} onCheckedChange={(header) => reshape.mutate({ ...shape, header })}>{t('header')}</Check>
        </div>
      </section>
      <Columns view={view} mapping={mapping} onChange={setMapping} />
      <section className="fi-s" aria-labelledby="fi-mode">
        <h2 id="fi-mode">{t('mode')}</h2>
        <div className="fi-mode" role="radiogroup" aria-labelledby="fi-mode">
          {(['good', 'all'] as const).map((value) => <Check key={value} kind="radio" name="fi-mode" checked={mode === value} onCheckedChange={() => setMode(value)} help={t(`${value}Help`)}>{t(value)}</Check>)}
        </div>
        <p className="help">{t('known')}</p>
        <div className="fi-acts">
          <Button tone={checked ? 'plain' : 'primary'} busy={start.isPending && start.variables.trial} onClick={() => go(true)}>{t('try')}</Button>
          <Button tone={checked ? 'primary' : 'plain'} busy={start.isPending && !start.variables.trial} onClick={() => go(false)}>{t('import')}</Button>
          {tried && !mapped && <p className="field-bad" role="alert">{t('nothingMapped')}</p>}
        </div>
      </section>
    </>
  );
}

function Columns({ view, mapping, onChange }: { view: ImportView; mapping: ImportMapping; onChange: (mapping: ImportMapping) => void }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const makes = useCan('attribute.manage');
  const fields = useFields().filter((field) => field.subject === 'contact' && !field.archived);
  const purposes = usePurposes();
  const [making, setMaking] = useState<number>();
  const headerOf = (column: number) => { const said = view.headers[column] ?? ''; return said === '' ? t('column_n', { n: column + 1 }) : said; };
  const options = [
    { value: '', label: t('notRead') }, ...plainTargets.map((value) => ({ value: value as string, label: t(value) })),
    ...purposes.map(({ key, name }) => ({ value: `${CONSENT}${key}`, label: t('consentTo', { purpose: name[locale] }) })),
    ...fields.map((field) => ({ value: `field:${field.key}`, label: fieldName(field, locale) })), ...(makes ? [{ value: NEW, label: t('newField') }] : []),
  ];
  const say = (column: number, target: string) => {
    if (target === NEW) return setMaking(column);
    // Said by one column only, but for addresses: whoever said it before says nothing any more.
    const rest = Object.fromEntries(Object.entries(mapping).filter(([other, said]) => other !== String(column) && (said !== target || addresses.has(said))));
    onChange(target === '' ? rest : { ...rest, [String(column)]: target });
  };
  return (
    <section className="fi-s" aria-labelledby="fi-columns">
      <h2 id="fi-columns">{t('columns')}</h2>
      <div className="tbl-w" role="region" aria-labelledby="fi-columns" tabIndex={0}>
        <table className="tbl fi-cols">
          <thead><tr><th scope="col">{t('column')}</th><th scope="col">{t('values')}</th><th scope="col">{t('says')}</th></tr></thead>
          <tbody>
            {Array.from({ length: Math.max(view.headers.length, ...view.sample.map((cells) => cells.length)) }, (_, column) => (
              <tr key={column}>
                <td><b>{headerOf(column)}</b></td>
                <td><span className="fi-v mut" dir="auto">{view.sample.map((cells) => cells[column] ?? '').filter((cell) => cell !== '').slice(0, 3).join(' · ')}</span></td>
                <td><Select aria-label={t('saysOf', { column: headerOf(column) })} value={mapping[String(column)] ?? ''} options={options} onValueChange={(target) => say(column, target)} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {making !== undefined && <NewFieldDialog name={headerOf(making)} onClose={() => setMaking(undefined)} onMade={(key) => { say(making, `field:${key}`); setMaking(undefined); }} />}
    </section>
  );
}
