import { Download } from 'lucide';
import { useState } from 'react';
import type { ImportBadLines, ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { badLinesFile } from './bad-lines-file';
import { filesStrings } from './files.strings';
import { useReason, useTargetName } from './import-words';

/** What is wrong, by line, and the way to mend it. */
export function BadLines({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const toast = useToast();
  const name = useTargetName();
  const reason = useReason();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const lines = await request<ImportBadLines>('GET', `/imports/${view.id}/bad-lines`);
      const file = badLinesFile(lines, view.delimiter, { column: (n) => t('column_n', { n }), line: t('line'), why: t('why'), reason });
      const url = URL.createObjectURL(new Blob([file], { type: 'text/csv;charset=utf-8' }));
      Object.assign(document.createElement('a'), { href: url, download: `${t('fileName')}-${view.name.replace(/\.[^.]*$/, '')}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      if (lines.more) toast({ text: t('moreBad', { count: lines.items.length }) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="fi-s" aria-labelledby="fi-bad">
      <h2 id="fi-bad">{t('firstWrong')}</h2>
      {view.source === 'table' && <div className="fi-acts">
        {view.hasFile ? <Button busy={busy} onClick={() => void save()}><Icon of={Download} size={14} />{t('download')}</Button> : null}
        <span className="help">{t(view.hasFile ? 'downloadHelp' : 'fileCleared')}</span>
      </div>}
      <div className="tbl-w fi-bad" role="region" aria-labelledby="fi-bad" tabIndex={0}>
        <table className="tbl">
          <thead><tr><th scope="col">{t('line')}</th><th scope="col">{t('what')}</th><th scope="col">{t('why')}</th></tr></thead>
          <tbody>{view.problems.map(({ line, field, message }) => <tr key={`${line} ${field}`}><td className="nowrap">{line}</td><td className="nowrap">{name(field)}</td><td className="wide">{inWords(message, locale)}</td></tr>)}</tbody>
        </table>
      </div>
      {view.wrong > view.problems.length && <p className="help">{t('firstWrongMore', { count: view.problems.length })}</p>}
    </section>
  );
}
