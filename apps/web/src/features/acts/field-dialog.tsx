import { useState, type FormEvent } from 'react';
import type { AttributeDefinition, AttributeValue } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { setField } from '../../app/acts/perform';
import { FieldInput } from '../../app/fields/field-input';
import { fieldName, useFields, valueText } from '../../app/fields/fields';
import { fieldStrings } from '../../app/fields/fields.strings';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { ranked } from '../../app/pick/rank';
import { useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field } from '../../ui';
import { aboutWords } from './about';
import { dialogStrings } from './dialogs.strings';

interface FieldDialogProps { ids: readonly string[]; onClose: () => void }

/** One field of the workspace's own on one conversation or many: which, then what stands in it. */
export function FieldDialog({ ids, onClose }: FieldDialogProps) {
  const t = useStrings(dialogStrings);
  const f = useStrings(fieldStrings);
  const locale = useLocale();
  const fields = useFields().filter(({ subject, archived }) => subject === 'conversation' && !archived);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<AttributeDefinition | null>(null);
  const only = fields.length === 1 ? fields[0] : undefined;
  const field = chosen ?? only;
  if (field !== undefined) return <ValueDialog key={field.key} field={field} ids={ids} onClose={onClose} />;
  const options = ranked(fields, query, (each) => fieldName(each, locale)).map((each): PickOption => {
    const stands = valueText(each, sharedValue(ids, each.key), { locale, yes: f('yes'), no: f('no') });
    return { id: each.key, label: fieldName(each, locale), ...(stands === '' ? {} : { detail: stands }), run: () => setChosen(each) };
  });
  return <PickDialog title={t('fieldTitle')} placeholder={t('fieldWhich')} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose} groups={[{ id: 'f', title: t('fields'), options }]} empty={t(fields.length === 0 ? 'noFields' : 'noFieldFits')} />;
}

/** What stands in all of them; undefined where they differ. */
function sharedValue(ids: readonly string[], key: string): AttributeValue | undefined {
  const [first, ...rest] = ids.map((id) => cachedConversation(id)?.attributes?.[key]);
  return first !== undefined && rest.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? (first as AttributeValue) : undefined;
}

function ValueDialog({ field, ids, onClose }: FieldDialogProps & { field: AttributeDefinition }) {
  const t = useStrings(dialogStrings);
  const locale = useLocale();
  const [value, setValue] = useState<AttributeValue | null>(() => sharedValue(ids, field.key) ?? null);
  const name = fieldName(field, locale);
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  const set = (next: AttributeValue | null) => {
    onClose();
    void setField(ids, field.key, next);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!empty) set(value);
  };
  const formId = `field-${field.key}`;
  return (
    <Dialog
      open onOpenChange={(open) => !open && onClose()} title={t('fieldOf', { name, about: aboutWords(ids) })}
      footer={<><Button onClick={() => set(null)}>{t('emptyIt')}</Button><span className="grow" /><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" type="submit" form={formId} disabled={empty}>{t('setIt')}</Button></>}
    >
      <form id={formId} onSubmit={save}>
        {field.kind === 'many'
          ? <FieldInput field={field} value={value} label={name} onChange={setValue} />
          : <Field label={name} {...(field.description === '' ? {} : { help: field.description })}><FieldInput field={field} value={value} label={name} onChange={setValue} /></Field>}
      </form>
    </Dialog>
  );
}
