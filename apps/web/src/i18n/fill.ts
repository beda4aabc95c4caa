import type { Locale } from '@kontuar/contract';

const rules = new Map<Locale, Intl.PluralRules>();

function pluralOf(locale: Locale, count: number): Intl.LDMLPluralRule {
  let rule = rules.get(locale);
  if (rule === undefined) rules.set(locale, (rule = new Intl.PluralRules(locale)));
  return rule.select(count);
}

/** The text of a key, in the form that its count asks for; undefined when the language has none. */
export function formOf(texts: Readonly<Record<string, string>>, locale: Locale, key: string, values: Readonly<Record<string, string | number>> | undefined): string | undefined {
  const count = values?.['count'];
  if (typeof count === 'number') {
    const form = texts[`${key}_${pluralOf(locale, count)}`] ?? texts[`${key}_other`];
    if (form !== undefined) return form;
  }
  return texts[key];
}

/** Letters that are written from the right: a name in them must not turn the sentence around it. */
const fromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

function isolated(value: string): string {
  return fromTheRight.test(value) ? `\u2068${value}\u2069` : value;
}

/** `{{name}}` becomes the value; a gap without one disappears. What is filled in is never looked through for gaps of its own. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/gu, (_, name: string) => isolated(String(values[name] ?? '')));
}
