/** @public Stands in the built app wherever the source says `defineStrings`. */
export { defineSplitStrings } from './strings';
export { currentLocale, defineStrings, loadPolish, refreshTexts, switchLocale, translate, withTexts } from './strings';
export type { KeyOf, Strings, Translate, Values } from './strings';
export { useLocale, useStrings } from './use-strings';
export * from './format';
