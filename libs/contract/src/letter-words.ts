/** How mail programs introduce what they quote, so that others fold it; in the language of the customer, by the clock of the house. */
export function quoteIntroduction(quote: { author: string; at: string; timeZone?: string | undefined }, language: string | undefined): string {
  const at = new Date(quote.at);
  const polish = language?.toLowerCase().startsWith('pl') === true;
  if (Number.isNaN(at.getTime())) return polish ? `${quote.author} napisał(a):` : `${quote.author} wrote:`;
  const locale = polish ? 'pl' : 'en-GB';
  const timeZone = quote.timeZone ?? 'UTC';
  const shown = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
  // Whoever reads it elsewhere knows whose clock it is.
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return polish ? `Dnia ${shown} ${zone} ${quote.author} napisał(a):` : `On ${shown} ${zone}, ${quote.author} wrote:`;
}
