/** How mail programs introduce what they quote, so that others fold it; in the language of the customer. */
export function quoteIntroduction(quote: { author: string; at: string }, language: string | undefined): string {
  const at = new Date(quote.at);
  const polish = language?.toLowerCase().startsWith('pl') === true;
  if (Number.isNaN(at.getTime())) return polish ? `${quote.author} napisał(a):` : `${quote.author} wrote:`;
  const shown = new Intl.DateTimeFormat(polish ? 'pl' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at);
  return polish ? `Dnia ${shown} UTC ${quote.author} napisał(a):` : `On ${shown} UTC, ${quote.author} wrote:`;
}
