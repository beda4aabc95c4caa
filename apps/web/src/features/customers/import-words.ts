import { useQuery } from '@tanstack/react-query';
import type { ConsentPurposeList, ConsentPurposeView, ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { fieldName, useFields } from '../../app/fields/fields';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { formatList, useLocale, useStrings } from '../../i18n';
import { filesStrings } from './files.strings';

export const plainTargets = ['name', 'firstName', 'lastName', 'email', 'phone', 'company', 'companies', 'language', 'kinds', 'note', 'id', 'consentAt', 'consentWhere', 'consentText'] as const;
type PlainTarget = (typeof plainTargets)[number];
const isPlain = (target: string): target is PlainTarget => (plainTargets as readonly string[]).includes(target);

export const CONSENT = 'consent:';

export function usePurposes(): readonly ConsentPurposeView[] {
  const { data } = useQuery({ queryKey: queryKeys.consentPurposes, queryFn: ({ signal }) => request<ConsentPurposeList>('GET', '/privacy/purposes', undefined, { signal }), staleTime: 300_000 });
  return data?.items.filter(({ archived }) => !archived) ?? [];
}

/** What came of a file, in one line. */
export function useResultWords(): (view: ImportView) => string {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  return ({ made, changed, same, wrong }) => formatList(locale, (['made', 'changed', 'same', 'wrong'] as const).flatMap((what) => {
    const count = { made, changed, same, wrong }[what];
    return count === 0 && what !== 'made' ? [] : [t(what, { count })];
  }));
}

/** What a column says, by its name. */
export function useTargetName(): (target: string) => string {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const fields = useFields();
  const purposes = usePurposes();
  return (target) => {
    if (isPlain(target) || target === 'conversation' || target === 'channel') return t(target);
    if (target.startsWith(CONSENT)) return t('consentTo', { purpose: purposes.find(({ key }) => `${CONSENT}${key}` === target)?.name[locale] ?? target.slice(CONSENT.length) });
    const key = target.replace(/^field:/, '');
    const field = fields.find((each) => each.subject === 'contact' && each.key === key);
    return field === undefined ? key : fieldName(field, locale);
  };
}

/** Why a line is wrong, and where: "Email address: this is no email address." */
export function useReason(): (field: string, message: string) => string {
  const locale = useLocale();
  const name = useTargetName();
  return (field, message) => `${name(field)}: ${inWords(message, locale)}`;
}
