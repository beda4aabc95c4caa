/** How a language is called in another; undefined for a code that means none. */
export function languageName(locale: string, code: string): string | undefined {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code);
  } catch {
    return undefined;
  }
}
