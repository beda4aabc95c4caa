import { ConnectorError } from '../contract';
import { childOf, childrenOf, textOf, type Element } from './xmpp.xml';
import { NS } from './xmpp.namespaces';

/** The connection ended, or never came to be. */
export class StreamEnded extends Error {
  constructor(message: string, readonly condition?: string) {
    super(message);
    this.name = 'StreamEnded';
  }
}

/** The answer to something that was asked: no. */
export class Refused extends Error {
  constructor(readonly condition: string, readonly kind: string, readonly words: string, readonly retryAfterMs?: number) {
    super(`the server answered ${condition}`);
    this.name = 'Refused';
  }
}

interface Words { reason: string; words: string }

/** What RFC 6120 §8.3.3 calls the reasons, and what they mean to an agent. */
const refusals: Record<string, Words> = {
  'item-not-found': { reason: 'unknown-recipient', words: 'There is nobody at this address' },
  // Servers say this of addresses that they don't have, and of people who block us, alike.
  'service-unavailable': { reason: 'unknown-recipient', words: 'There is nobody at this address, or they take no messages from us' },
  gone: { reason: 'recipient-gone', words: 'This address is not used any more' },
  redirect: { reason: 'recipient-gone', words: 'This person uses another address now' },
  'jid-malformed': { reason: 'bad-address', words: 'This is not a valid XMPP address' },
  'remote-server-not-found': { reason: 'unknown-recipient-domain', words: 'The server of this address does not exist' },
  'remote-server-timeout': { reason: 'recipient-server-unreachable', words: 'The customer’s server does not answer' },
  'recipient-unavailable': { reason: 'recipient-unavailable', words: 'The customer is not there and their server keeps nothing for them' },
  forbidden: { reason: 'forbidden', words: 'The customer’s server does not let us write to them' },
  'not-allowed': { reason: 'forbidden', words: 'The customer’s server does not let us write to them' },
  'not-authorized': { reason: 'forbidden', words: 'The customer’s server does not let us write to them' },
  'subscription-required': { reason: 'messages-disabled', words: 'The customer takes messages from their contacts only' },
  'registration-required': { reason: 'messages-disabled', words: 'The customer takes messages from members only' },
  'not-acceptable': { reason: 'text-refused', words: 'The customer’s server does not take this message' },
  'policy-violation': { reason: 'policy', words: 'The message breaks a rule of the server: it may be too long, or count as spam' },
  'resource-constraint': { reason: 'mailbox-full', words: 'The customer’s server keeps no more messages for them' },
  'bad-request': { reason: 'text-refused', words: 'The server could not read the message' },
  'feature-not-implemented': { reason: 'unsupported', words: 'The customer’s server can’t do this' },
};

/** Of an element `error`: its condition, and what the server says about it. */
export function readError(error: Element | undefined): { condition: string; kind: string; words: string } {
  const condition = childrenOf(error).find(({ ns, name }) => ns === NS.stanzas && name !== 'text')?.name ?? 'undefined-condition';
  return { condition, kind: error?.attrs['type'] ?? 'cancel', words: textOf(childOf(error, 'text', NS.stanzas)).slice(0, 300) };
}

export function bounceWords(condition: string, said: string): Words {
  const known = refusals[condition] ?? { reason: 'refused', words: `The message was refused (${condition})` };
  return { reason: known.reason, words: said === '' ? known.words : `${known.words}: ${said}` };
}

/** What the server answered, as the core understands it. */
export function refusalOf({ condition, kind, words, retryAfterMs }: Refused): ConnectorError {
  if (condition === 'resource-constraint' || (kind === 'wait' && condition !== 'remote-server-timeout')) return new ConnectorError('unavailable', 'The XMPP server asks us to wait', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  if (condition === 'internal-server-error') return new ConnectorError('unavailable', 'The XMPP server had an internal error', { reason: 'platform-busy' });
  const { reason, words: told } = bounceWords(condition, words);
  return new ConnectorError('rejected', told, { reason });
}

/** Why a connection did not come to be, or ended before anything was sent. */
export function connectionError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof Refused) return refusalOf(error);
  if (error instanceof StreamEnded) {
    if (error.condition === 'host-unknown') return new ConnectorError('unauthorized', 'The server does not know this domain: check the address', { reason: 'wrong-address' });
    if (error.condition === 'conflict') return new ConnectorError('unavailable', 'Another program is connected under this address', { reason: 'held-elsewhere', retryAfterMs: 2_000 });
    if (error.condition === 'policy-violation') return new ConnectorError('unavailable', 'The XMPP server ended the connection, since something broke a rule of it', { reason: 'policy' });
  }
  const code = codeOf(error);
  const because = { cause: withoutWords(error) };
  if (/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/.test(code)) return new ConnectorError('unavailable', 'The XMPP server was not found: check the domain of the address, or name the server', { reason: 'host-unknown', ...because });
  if (code === 'ECONNREFUSED') return new ConnectorError('unavailable', 'The XMPP server does not answer at this port', { reason: 'port-closed', ...because });
  if (/CERT|SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO/.test(code)) return new ConnectorError('unavailable', 'The certificate of the XMPP server is not trusted: it has expired, was made for another name, or the server made it itself', { reason: 'certificate', ...because });
  if (/^ERR_SSL|EPROTO/.test(code)) return new ConnectorError('unavailable', 'The encryption does not fit the port of the XMPP server', { reason: 'tls', ...because });
  return new ConnectorError('unavailable', 'The connection to the XMPP server was lost', { reason: 'connection-lost', ...because });
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** A cause that may be logged: no words of the server, which may repeat what was sent. */
function withoutWords(error: unknown): Error {
  if (error instanceof StreamEnded) return error;
  return Object.assign(new Error('XMPP failed'), { code: codeOf(error) });
}
