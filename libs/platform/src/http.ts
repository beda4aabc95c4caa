import axios, { type AxiosInstance, type InternalAxiosRequestConfig } from 'axios';
import { lookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { metrics } from './metrics';

/** Addresses that a server on the Internet never has: reaching them for a customer would open our own network. */
const inner = new BlockList();
for (const [network, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4]] as const) inner.addSubnet(network, bits, 'ipv4');
// Those that carry an IPv4 address along (compatible, translated, NAT64, Teredo, 6to4) are refused whichever it is: a gateway of ours would unpack it.
for (const [network, bits] of [['::', 96], ['::ffff:0:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 32], ['2001:db8::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8]] as const) inner.addSubnet(network, bits, 'ipv6');

export function isInnerAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  if (family === 4) return inner.check(address, 'ipv4');
  // BlockList looks through IPv4-mapped addresses only for its IPv4 rules.
  return inner.check(address, 'ipv6') || inner.check(address, 'ipv4');
}

export class BlockedAddressError extends Error {
  readonly code = 'EBLOCKED';
  constructor(host: string) {
    super(`${host} is an address inside a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant`);
  }
}

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Checks what a name resolves to at the moment of connecting, so that DNS can't change its mind in between. */
export function guardedLookup(host: string, options: object, done: LookupDone): void {
  lookup(host, options, (error, address, family) => {
    const all = typeof address === 'string' ? [address] : (address as LookupAddress[] | undefined)?.map((entry) => entry.address) ?? [];
    if (error === null && all.some(isInnerAddress)) done(new BlockedAddressError(host), '', 0);
    else done(error, address as string, family);
  });
}

export interface OutboundHttpOptions {
  allowPrivateHosts: boolean;
  /** Without a byte. */
  timeoutMs?: number;
  /** For everything together: a server that sends a letter a second never times out. The standard leaves time for the largest files. */
  wholeMs?: number;
  maxBytes?: number;
}

/** For everything that leaves us over HTTP: time-outs, size caps, no redirects, no private addresses. */
export function outboundHttp({ allowPrivateHosts, timeoutMs = 20_000, wholeMs = 600_000, maxBytes = 60 * 1024 * 1024 }: OutboundHttpOptions): AxiosInstance {
  const agent = { keepAlive: true, maxSockets: 50, timeout: timeoutMs, ...(allowPrivateHosts ? {} : { lookup: guardedLookup as never }) };
  const http = axios.create({
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: maxBytes,
    maxBodyLength: maxBytes,
    proxy: false,
    headers: { 'User-Agent': 'Kontuar' },
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  });
  measure(http);
  http.interceptors.request.use((request) => {
    const whole = AbortSignal.timeout(wholeMs);
    request.signal = request.signal === undefined ? whole : AbortSignal.any([request.signal as AbortSignal /* axios allows for older ones */, whole]);
    return request;
  });
  if (!allowPrivateHosts) {
    // A literal address is never looked up, so it is checked here.
    http.interceptors.request.use((request) => {
      const host = new URL(http.getUri(request)).hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && isInnerAddress(host)) throw new BlockedAddressError(host);
      return request;
    });
  }
  return http;
}

const startedAt = new WeakMap<object, number>();

function measure(http: AxiosInstance): void {
  http.interceptors.request.use((request) => {
    startedAt.set(request, performance.now());
    return request;
  });
  const observe = (request: InternalAxiosRequestConfig | undefined, status: number | undefined): void => {
    const from = request === undefined ? undefined : startedAt.get(request);
    if (from === undefined) return;
    metrics.outboundHttp.observe({ method: (request?.method ?? 'get').toUpperCase(), status: status === undefined ? 'none' : `${Math.floor(status / 100)}xx` }, (performance.now() - from) / 1000);
  };
  http.interceptors.response.use(
    (response) => {
      observe(response.config, response.status);
      return response;
    },
    (error: unknown) => {
      if (axios.isAxiosError(error)) observe(error.config, error.response?.status);
      throw error;
    },
  );
}
