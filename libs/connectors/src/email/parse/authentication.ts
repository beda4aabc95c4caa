import type { Headers } from './headers';

const maxHeaderChars = 8_000;

/**
 * What the mail server that took a mail for us found of its sender (RFC 8601). Servers write on top, so only the first header counts, and only
 * when it bears the name of the server that is ours: whatever stands below, the sender may have written.
 */
export function readAuthentication(headers: Headers, server: string | undefined, from: string | undefined): boolean | undefined {
  if (server === undefined || from === undefined) return undefined;
  const top = headers.all('authentication-results')[0]?.slice(0, maxHeaderChars).replace(/\([^()]*\)/g, ' ');
  if (top === undefined) return undefined;
  const [name = '', ...results] = top.split(';');
  if (name.trim().split(/\s+/)[0]?.toLowerCase() !== server) return undefined;
  const found = results.map(readResult);
  const dmarc = found.find(({ method }) => method === 'dmarc');
  if (dmarc?.result === 'fail') return false;
  if (dmarc?.result === 'pass') return true;
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const aligned = (claimed: string | undefined): boolean => claimed?.includes('.') === true && (claimed === domain || domain.endsWith(`.${claimed}`) || claimed.endsWith(`.${domain}`));
  if (found.some(({ method, result, of }) => method === 'dkim' && result === 'pass' && aligned(of['header.d'] ?? of['header.i']?.replace(/^.*@/, '')))) return true;
  if (found.some(({ method, result, of }) => method === 'spf' && result === 'pass' && aligned(of['smtp.mailfrom']?.replace(/^.*@/, '')))) return true;
  // Neither proved nor disowned: most of the world's mail.
  return undefined;
}

function readResult(text: string): { method: string; result: string; of: Record<string, string> } {
  const words = text.trim().toLowerCase().split(/\s+/);
  const [method = '', result = ''] = (words[0] ?? '').split('=');
  const of: Record<string, string> = {};
  for (const word of words.slice(1)) {
    const equals = word.indexOf('=');
    if (equals > 0) of[word.slice(0, equals)] = word.slice(equals + 1).replace(/^"|"$/g, '');
  }
  return { method: method.replace(/\/.*$/, ''), result, of };
}
