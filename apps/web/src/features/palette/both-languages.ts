/**
 * The words of a key in English and in Polish, to be searched in: people mix both, whatever their screen speaks. On an English
 * screen the Polish ones arrive a moment after the palette was opened.
 */
export function inBoth(strings: { en: object; pl: object }, key: string): string {
  return [strings.en, strings.pl].map((texts) => String((texts as Record<string, string>)[key] ?? '').replace(/\{\{\w+\}\}/g, '')).join(' ');
}
