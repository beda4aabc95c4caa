import type { RuleDefinition, RuleDone, RuleTrigger } from '@kontuar/contract';
import type { KeyOf, Translate } from '../../i18n';
import type { ruleStrings } from './rules.strings';

export type RuleWord = KeyOf<(typeof ruleStrings)['en']>;
export type SayRule = Translate<(typeof ruleStrings)['en']>;

/** How a time is written where it is read and changed. */
export type WriteSpan = (minutes: number) => string;

export const onWord = (on: string): RuleWord => `on-${on}` as RuleWord;
export const doWord = (what: string): RuleWord => `do-${what}` as RuleWord;

export function triggerWords(t: SayRule, trigger: RuleTrigger, span: WriteSpan): string {
  const words = t(onWord(trigger.on));
  if ('minutes' in trigger) return `${words} ${span(trigger.minutes)}`;
  if (trigger.on === 'message-in' && trigger.words.length > 0) return `${words}: ${trigger.words.join(', ')}`;
  if (trigger.on === 'case-decided' && trigger.to.length > 0) return `${words}: ${trigger.to.map((to) => t(to)).join(', ')}`;
  return trigger.on === 'promise' ? `${words} (${t(trigger.is)})` : words;
}

/** In one line: when and then; what it asks for says the sentence of its conditions. */
export const ruleWords = (t: SayRule, { when, then }: Pick<RuleDefinition, 'when' | 'then'>, condition: string, span: WriteSpan): string =>
  [`${t('when')} ${when.map((trigger) => triggerWords(t, trigger, span)).join(', ')}`, condition, `${t('then')}: ${then.map((action) => t(doWord(action.do)).toLocaleLowerCase()).join(', ')}`].join(' · ');

const codes: ReadonlySet<string> = new Set<string>([
  'loop', 'depth', 'too-often', 'too-slow', 'nothing-done', 'is-so-already', 'answered-lately', 'a-machine-wrote', 'nobody-wrote', 'nobody-there', 'label-gone', 'team-gone', 'member-gone', 'not-at-work', 'stands-in', 'not-allowed', 'matter-gone', 'fields-missing', 'field-gone', 'canned-gone', 'case-open', 'public', 'no-way', 'needs-approval',
  'preset-gone', 'author-gone', 'follow-up-running', 'conversation-resolved', 'window-closed', 'text-too-long', 'empty-placeholder',
]);
export const codeWords = (t: SayRule, code: string): string => (codes.has(code) ? t(`code-${code}` as RuleWord) : t('code-other', { code }));

/** What became of one action. */
export const doneWords = (t: SayRule, done: Pick<RuleDone, 'do' | 'did' | 'code'>): string => `${t(doWord(done.do))}: ${t(`did-${done.did}` as RuleWord)}${done.code === null ? '' : ` (${codeWords(t, done.code)})`}`;
