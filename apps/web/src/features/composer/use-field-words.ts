import { useMemo } from 'react';
import type { ConversationView } from '@kontuar/contract';
import { useFields, valueText } from '../../app/fields/fields';
import { fieldStrings } from '../../app/fields/fields.strings';
import { useLocale, useStrings } from '../../i18n';
import type { CannedFacts } from './canned-fill';

/** What stands in fields of the workspace's own, as a canned answer says it. */
export function useFieldWords({ attributes, contact }: ConversationView): NonNullable<CannedFacts['fields']> {
  const t = useStrings(fieldStrings);
  const locale = useLocale();
  const fields = useFields();
  return useMemo(() => {
    const words = (subject: 'conversation' | 'contact', values: Readonly<Record<string, unknown>> = {}) =>
      Object.fromEntries(fields.filter((field) => field.subject === subject && field.key in values).map((field) => [field.key, valueText(field, values[field.key], { locale, yes: t('yes'), no: t('no') })]));
    return { conversation: words('conversation', attributes), contact: words('contact', contact.attributes) };
  }, [fields, attributes, contact.attributes, locale, t]);
}
