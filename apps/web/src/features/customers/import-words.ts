import type { ImportView } from '@kontuar/contract';
import { fieldName, useFields } from '../../app/fields/fields';
import { inWords } from '../../app/words/in-words';
import { formatList, useLocale, useStrings } from '../../i18n';
import { filesStrings } from './files.strings';

export const plainTargets = ['name', 'email', 'phone', 'company', 'companies', 'language', 'kinds', 'note', 'id'] as const;
type PlainTarget = (typeof plainTargets)[number];
const isPlain = (target: string): target is PlainTarget => (plainTargets as readonly string[]).includes(target);

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
  return (target) => {
    if (isPlain(target) || target === 'conversation' || target === 'channel') return t(target);
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
