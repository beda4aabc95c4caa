/**
 * How the core's reply token travels. It is put into the Message-ID of each mail that we send, and comes back in In-Reply-To and References;
 * where the mailbox takes plus-addresses, it is also put into Reply-To, and survives clients that drop the headers.
 *
 *   <kt+TOKEN+MESSAGE@domain>          '+' can't stand in a token, so the pieces are told apart
 *   support+r-TOKEN@domain             when TOKEN has no capital letters
 *   support+e-TOKEN@domain             capitals written as '=x': some servers lower-case a local part
 *
 * Neither proves anything by itself: the core checks the token's MAC.
 */

const tokenShape = /^[A-Za-z0-9._-]{1,200}$/;
const maxLocalPartChars = 64;

export interface IssuedId { token: string; messageId: string }

export function issueMessageId(parts: IssuedId, domain: string): string {
  return `<kt+${encodeDots(parts.token)}+${parts.messageId.replace(/[^A-Za-z0-9-]/g, '')}@${domain}>`;
}

/** Recognises an id of this form, whoever's it is. */
export function readIssuedId(id: string): IssuedId | undefined {
  const match = /^<?kt\+([A-Za-z0-9_=.-]{1,300})\+([A-Za-z0-9-]{1,100})@[^<>\s@]{1,255}>?$/.exec(id);
  if (match === null) return undefined;
  const token = decodeDots(match[1] as string);
  return tokenShape.test(token) ? { token, messageId: match[2] as string } : undefined;
}

/** '..' and dots at the ends are not allowed in an address or id. */
function encodeDots(token: string): string {
  return /^\.|\.\.|\.$/.test(token) ? token.replace(/\./g, '=2e') : token;
}

function decodeDots(text: string): string {
  return text.replace(/=2e/gi, '.');
}

/** `undefined` when the address would become too long for a local part (RFC 5321 §4.5.3.1.1). */
export function plusAddress(address: string, token: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const safe = encodeDots(token);
  const tag = /[A-Z]/.test(safe) ? `e-${safe.replace(/[A-Z]/g, (letter) => `=${letter.toLowerCase()}`)}` : `r-${safe}`;
  const candidate = `${local}+${tag}`;
  // Without the protection of capitals the token still arrives on most servers, and the Message-ID carries it as well.
  const fitting = candidate.length <= maxLocalPartChars ? candidate : `${local}+r-${safe}`;
  return fitting.length <= maxLocalPartChars ? `${fitting}${address.slice(at)}` : undefined;
}

/** Tokens in an address, most likely first. `own`: a plus part of our own address may be a token that another tool wrote bare. */
export function tokensInAddress(address: string, own: readonly string[]): string[] {
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  if (plus < 0 || plus > at) return [];
  const tag = address.slice(plus + 1, at);
  const bare = `${address.slice(0, plus)}${address.slice(at)}`.toLowerCase();
  const found: string[] = [];
  if (/^e-/i.test(tag)) found.push(decodeDots(tag.slice(2)).replace(/=([a-z])/gi, (_, letter: string) => letter.toUpperCase()));
  else if (/^r-/i.test(tag)) found.push(decodeDots(tag.slice(2)));
  else if (own.includes(bare)) found.push(tag);
  return found.filter((token) => tokenShape.test(token));
}
