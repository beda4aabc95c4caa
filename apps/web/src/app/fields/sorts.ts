import type { AttributeDefinition, ConversationSort } from '@kontuar/contract';
import { useLocale, useStrings } from '../../i18n';
import { byOf, fieldName, fieldSortOf, subjectOf, useFields } from './fields';
import { fieldStrings } from './fields.strings';

export interface SortChoice { value: ConversationSort; label: string }

/** Orders by fields of the workspace's own, both ways, with their names. `named` is the one in use, listed also when its field is gone. */
export function useFieldSorts(current?: ConversationSort): SortChoice[] {
  const t = useStrings(fieldStrings);
  const locale = useLocale();
  const fields = useFields();
  const name = (field: AttributeDefinition) => (field.subject === 'contact' ? t('ofContact', { name: fieldName(field, locale) }) : fieldName(field, locale));
  const sorts = fields.filter(({ archived, kind }) => !archived && kind !== 'link').flatMap((field): SortChoice[] => {
    const by = byOf(field.subject);
    return [{ value: `${by}:${field.key}:asc`, label: t('rising', { name: name(field) }) }, { value: `${by}:${field.key}:desc`, label: t('falling', { name: name(field) }) }];
  });
  const own = current === undefined ? undefined : fieldSortOf(current);
  if (current === undefined || own === undefined || sorts.some(({ value }) => value === current)) return sorts;
  const gone = fields.find(({ subject, key }) => subject === subjectOf(own.by) && key === own.key);
  return [...sorts, { value: current, label: t(own.descending ? 'falling' : 'rising', { name: gone === undefined ? t('goneField') : name(gone) }) }];
}
