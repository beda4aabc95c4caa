/** For comparing what people type: no case, no diacritics; ł has no decomposition of its own. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/ł/gu, 'l')
    .replace(/Ł/gu, 'L')
    .toLowerCase()
    .trim();
}
