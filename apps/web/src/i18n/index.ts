export { currentLocale, defineStrings, translate } from './strings';
export type { KeyOf, Strings, Translate, Values } from './strings';
export { refreshTexts, switchLocale, useLocale, useStrings } from './use-strings';
export * from './format';
