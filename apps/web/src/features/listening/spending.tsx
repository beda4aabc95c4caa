import { useState } from 'react';
import type { ListeningSource } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Field, TextInput } from '../../ui';
import { unitsIn } from './source-kinds';
import { sourcesStrings } from './sources.strings';

/** What was spent of what the place counts, and where it stops. */
export function Spending({ of: { spending }, onChange }: { of: Pick<ListeningSource, 'spending'>; onChange: ((allowance: number) => void) | undefined }) {
  const t = useStrings(sourcesStrings);
  const locale = useLocale();
  const [text, setText] = useState<string>();
  if (spending === null) return null;
  const { spent, most, unit } = spending;
  const words = t(`spent_${unit}`, { spent: formatNumber(locale, spent), most: formatNumber(locale, most) });
  const wanted = unitsIn(text ?? '');
  return (
    <>
      <span className="hear-ea"><span>{words}</span><meter className="hear-mm" min={0} max={most} value={Math.min(spent, most)} aria-hidden="true" />{onChange !== undefined && text === undefined && <Button size="sm" tone="ghost" onClick={() => setText(String(most))}>{t('changeLimit')}</Button>}</span>
      {text !== undefined && (
        <form className="hear-ef" onSubmit={(event) => { event.preventDefault(); if (wanted === undefined) return; onChange?.(wanted); setText(undefined); }}>
          <Field label={t('limit')}><TextInput autoFocus required inputMode="numeric" pattern="[1-9][0-9]{0,6}" maxLength={7} value={text} onChange={(event) => setText(event.target.value)} /></Field>
          <Button type="submit" size="sm" disabled={wanted === undefined}>{t('saveLimit')}</Button>
        </form>
      )}
    </>
  );
}
