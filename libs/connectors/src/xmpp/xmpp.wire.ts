/** One connection, as elements instead of bytes. */
import { lookup, resolveSrv } from 'node:dns/promises';
import net, { isIP } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import tls from 'node:tls';
import { ConnectorError } from '../contract';
import { isPrivate } from '../private-address';
import { StreamEnded } from './xmpp.errors';
import { NS } from './xmpp.namespaces';
import { ownDomain, type XmppSettings } from './xmpp.settings';
import { childrenOf, escape, serialise, StreamReader, type Element } from './xmpp.xml';

const connectMs = 15_000;
const usualPorts = { account: { auto: 5222, none: 5222, tls: 5223 }, component: { auto: 5347, none: 5347, tls: 5347 } } as const;

interface Place { host: string; port: number; direct: boolean }

/** Where the server of the domain stands: as set, else as its DNS says, else at the domain itself. */
async function placesOf(settings: XmppSettings): Promise<Place[]> {
  const { host, port, connection, encryption } = settings;
  const usual = port ?? usualPorts[connection][encryption];
  if (host !== '' || connection === 'component') return [{ host: host === '' ? ownDomain(settings) : host, port: usual, direct: encryption === 'tls' }];
  const named = (service: string, direct: boolean) => resolveSrv(`${service}._tcp.${ownDomain(settings)}`).then((records) => records.map(({ name, ...rest }) => ({ ...rest, host: name, direct })), () => []);
  const [plain, direct] = await Promise.all([encryption === 'tls' ? [] : named('_xmpp-client', false), encryption === 'none' ? [] : named('_xmpps-client', true)]);
  const records = [...plain, ...direct].filter((record) => record.host !== '' && record.host !== '.').sort((a, b) => a.priority - b.priority || b.weight - a.weight);
  const fallback = { host: ownDomain(settings), port: usual, direct: encryption === 'tls' };
  return records.length === 0 ? [fallback] : records.slice(0, 4).map((record) => ({ host: record.host, port: port ?? record.port, direct: record.direct }));
}

/** The address that was checked is the one that is connected to: a name can't change its mind in between. */
async function checkedAddress(host: string, allowPrivateHosts: boolean): Promise<string> {
  const name = host.replace(/^\[(.+)\]$/, '$1');
  const found = isIP(name) > 0 ? [{ address: name }] : await lookup(name, { all: true, verbatim: false });
  const usable = found.find(({ address }) => allowPrivateHosts || !isPrivate(address));
  if (usable === undefined) throw new ConnectorError('rejected', 'The XMPP server is in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address' });
  return usable.address;
}

export class Wire {
  encrypted = false;
  ended: StreamEnded | undefined;
  /** Once set, elements go here instead of waiting for `next`. */
  onElement: ((element: Element) => void) | undefined;
  onEnd: ((why: StreamEnded) => void) | undefined;
  private readonly waiting: (Element | { opened: Record<string, string> })[] = [];
  private wake: (() => void) | undefined;
  private reader: StreamReader | undefined;

  private constructor(private socket: net.Socket, private readonly settings: XmppSettings) {}

  static async open(settings: XmppSettings, allowPrivateHosts: boolean): Promise<Wire> {
    let last: unknown;
    for (const place of await placesOf(settings)) {
      try {
        const address = await checkedAddress(place.host, allowPrivateHosts);
        const wire = new Wire(await connected(net.connect({ host: address, port: place.port }), 'connect'), settings);
        if (place.direct) await wire.encrypt(settings.connection === 'component' ? place.host : undefined);
        else wire.listen();
        return wire;
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  async encrypt(name = ownDomain(this.settings)): Promise<void> {
    this.socket.removeAllListeners('data');
    // No server name for an address (RFC 6066 §3).
    const secured = tls.connect({ socket: this.socket, rejectUnauthorized: this.settings.verifyCertificates, ALPNProtocols: ['xmpp-client'], ...(isIP(name) > 0 ? { host: name } : { servername: name }) });
    this.socket = await connected(secured, 'secureConnect');
    this.encrypted = true;
    this.listen();
  }

  /** Begins the stream, or begins it anew. Answers what the server says of it. */
  async begin(ns: string): Promise<Record<string, string>> {
    this.reader = new StreamReader({
      opened: (attrs) => this.hear({ opened: attrs }),
      stanza: (element) => this.hear(element),
      ended: () => this.end(new StreamEnded('the server ended the stream')),
    });
    const version = ns === NS.client ? ' version="1.0"' : '';
    await this.write(`<?xml version='1.0'?><stream:stream xmlns="${ns}" xmlns:stream="${NS.stream}" to="${escape(ownDomain(this.settings))}"${version}>`);
    const heard = await this.take();
    if (!('opened' in heard)) throw new StreamEnded('the server did not begin a stream');
    return heard.opened;
  }

  async next(): Promise<Element> {
    const heard = await this.take();
    if ('opened' in heard) throw new StreamEnded('the server began a stream twice');
    return heard;
  }

  send(element: Element, ns: string): Promise<void> {
    return this.write(serialise(element, ns));
  }

  /** Resolves when the bytes were handed over. */
  write(text: string): Promise<void> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.socket.write(text, 'utf8', (error) => { if (error) reject(error); else resolve(); });
    });
  }

  /** From now on elements are events. */
  flow(onElement: (element: Element) => void): void {
    this.onElement = onElement;
    for (const heard of this.waiting.splice(0)) if (!('opened' in heard)) onElement(heard);
  }

  close(): void {
    if (this.ended === undefined) this.socket.end('</stream:stream>');
    const { socket } = this;
    setTimeout(() => socket.destroy(), 500).unref();
    this.end(new StreamEnded('we ended the stream'));
  }

  keepsAlive(yes: boolean): void {
    if (yes) this.socket.ref();
    else this.socket.unref();
  }

  private listen(): void {
    const decoder = new StringDecoder('utf8');
    const { socket } = this;
    socket.setKeepAlive(true, 60_000);
    socket.on('error', () => this.end(new StreamEnded('the connection failed')));
    socket.on('close', () => { if (socket === this.socket) this.end(new StreamEnded('the connection was closed')); });
    socket.on('data', (bytes: Buffer) => {
      try {
        this.reader?.read(decoder.write(bytes));
      } catch (error) {
        this.end(new StreamEnded(error instanceof Error ? error.message : 'the stream could not be read'));
        socket.destroy();
      }
    });
  }

  private hear(heard: Element | { opened: Record<string, string> }): void {
    if (!('opened' in heard) && heard.ns === NS.stream && heard.name === 'error') {
      const condition = childrenOf(heard).find(({ ns, name }) => ns === NS.streams && name !== 'text')?.name;
      this.end(new StreamEnded(`the server ended the stream: ${condition ?? 'no reason'}`, condition));
      return;
    }
    if (this.onElement !== undefined && !('opened' in heard)) this.onElement(heard);
    else {
      this.waiting.push(heard);
      this.wake?.();
    }
  }

  private async take(): Promise<Element | { opened: Record<string, string> }> {
    const until = Date.now() + connectMs;
    while (this.waiting.length === 0) {
      if (this.ended !== undefined) throw this.ended;
      if (Date.now() >= until) throw new StreamEnded('the server did not answer in time');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, connectMs);
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
      this.wake = undefined;
    }
    return this.waiting.shift() as Element; // not empty: see above
  }

  private end(why: StreamEnded): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    this.wake?.();
    this.onEnd?.(why);
  }
}

function connected<T extends net.Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new StreamEnded('the server did not answer in time')), connectMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const closed = (): void => fail(new StreamEnded('the connection was closed'));
    socket.once('error', fail);
    socket.once('close', closed);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      socket.removeListener('close', closed);
      // Until somebody listens: an error in between must not end the process.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
