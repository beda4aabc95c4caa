/** What somebody types as an address of a link, whole; null where a mail program could not follow it, or should not. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^\+?[\d ()-]{6,}$/.test(text)) return `tel:${text.replace(/[^\d+]/g, '')}`;
  if (text === '' || /\s/.test(text)) return null;
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(text)) return text;
  if (/^[^@/:]+@[^@/:]+\.[^@/:]+$/.test(text)) return `mailto:${text}`;
  // Another scheme (javascript:, data:, file:) leads nowhere good.
  return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) || !/^[^/]+\.[^/]{2,}/.test(text) ? null : `https://${text}`;
}
