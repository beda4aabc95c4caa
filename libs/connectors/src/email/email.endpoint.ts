import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConnectorError } from '../contract';
import { isPrivate } from '../private-address';

export interface Endpoint {
  /** The address that was checked: connecting to it leaves no gap in which the name could change its mind. */
  address: string;
  /** For TLS; not set for an address, which is no server name (RFC 6066 §3). */
  tls: { servername?: string };
}

export async function resolveEndpoint(host: string, allowPrivateHosts: boolean): Promise<Endpoint> {
  if (host === '') throw new ConnectorError('unavailable', 'No mail server is set', { reason: 'host-missing' });
  let addresses: { address: string; family: number }[];
  try {
    addresses = isIP(host) > 0 ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true, verbatim: false });
  } catch (cause) {
    throw new ConnectorError('unavailable', `The server ${host} was not found: check the name`, { reason: 'host-unknown', cause });
  }
  const usable = addresses.filter((entry) => allowPrivateHosts || !isPrivate(entry.address));
  const first = usable[0];
  if (first === undefined) throw new ConnectorError('unavailable', `The server ${host} is in a private network, which this installation does not connect to`, { reason: 'host-private' });
  return { address: first.address, tls: isIP(host) > 0 ? {} : { servername: host } };
}

/** What went wrong with a connection, before any mail command was understood; undefined when it was something else. */
export function connectionTrouble(error: unknown, host: string): ConnectorError | undefined {
  const code = codeOf(error);
  const text = messageOf(error);
  const trouble = (message: string, reason: string): ConnectorError => new ConnectorError('unavailable', message, { reason, cause: error });
  if (/^(ENOTFOUND|EAI_AGAIN|EDNS|ENODATA)$/.test(code)) return trouble(`The server ${host} was not found: check the name`, 'host-unknown');
  if (code === 'ECONNREFUSED' || /ECONNREFUSED/.test(text)) return trouble(`The server ${host} does not answer at this port: check the port and the encryption`, 'port-closed');
  if (/^(EHOSTUNREACH|ENETUNREACH)$/.test(code)) return trouble(`The server ${host} can’t be reached from here`, 'unreachable');
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|DEPTH_ZERO/.test(code) || /certificate/i.test(text)) return trouble(`The certificate of ${host} is not trusted: ${certificateWords(code, text)}`, 'certificate');
  if (/wrong version number|ERR_SSL|EPROTO|ETLS|packet length too long|unknown protocol/i.test(`${code} ${text}`)) return trouble(`The encryption does not fit the port of ${host}: choose tls for 993 and 465, starttls for 143 and 587`, 'tls');
  if (/^(ETIMEDOUT|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETIMEOUT|ESOCKETTIMEDOUT)$/.test(code) || /timed? ?out|did not receive greeting/i.test(text)) return trouble(`The server ${host} did not answer in time`, 'timeout');
  if (/^(ECONNRESET|EPIPE|ECONNECTION|ESOCKET|NoConnection|EConnectionClosed|ClosedAfterConnectTLS|ClosedAfterConnectText)$/i.test(code) || /unexpected close|connection (?:closed|not available)/i.test(text)) return trouble(`The connection to ${host} was lost`, 'connection-lost');
  return undefined;
}

function certificateWords(code: string, text: string): string {
  if (/EXPIRED/.test(code)) return 'it has expired';
  if (/ALTNAME/.test(code)) return 'it was made for another name';
  if (/SELF_SIGNED|DEPTH_ZERO/.test(code)) return 'the server made it itself';
  return text.slice(0, 120) || code;
}

/** Errors of sockets may come from another realm, where `instanceof Error` is false. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : undefined;
  return typeof message === 'string' ? message : '';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const own = typeof code === 'string' ? code : '';
  const inner = cause === undefined ? '' : codeOf(cause);
  return inner !== '' && (own === '' || own === 'ESOCKET' || own === 'ECONNECTION') ? inner : own;
}
