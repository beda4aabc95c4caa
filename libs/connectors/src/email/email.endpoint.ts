import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { ConnectorError } from '../contract';

/** Addresses that a mail server of a customer can't have: our own machine and network, and what clouds put their keys on. */
const privateRanges = new BlockList();
for (const [network, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const) privateRanges.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::', 127], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8], ['2002::', 16], ['2001::', 32]] as const) privateRanges.addSubnet(network, prefix, 'ipv6');

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

export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return privateRanges.check(mapped, 'ipv4');
  // A mapped address may also be written in hexadecimal.
  if (/^::ffff:/i.test(address)) return true;
  return privateRanges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
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
