/** A customer with an app of their own: an XMPP client that shares no code with the connector. */
import type { EventEmitter } from 'node:events';
import { eventually } from '../eventually';
import type { Account } from './prosody';

/** As much of @xmpp/client as is used; the package brings no types. */
interface Node { name: string; attrs: Record<string, string>; getChild(name: string, ns?: string): Node | undefined; getChildren(name: string): Node[]; getChildText(name: string): string | null; text(): string; toString(): string }
interface Client extends EventEmitter { start(): Promise<{ toString(): string }>; stop(): Promise<void>; send(stanza: unknown): Promise<void>; iqCaller: { request(iq: unknown): Promise<Node> }; reconnect: { stop(): void } }
type Library = { client(options: object): Client; xml(name: string, attrs?: object, ...children: unknown[]): Node };

const { client, xml } = require('@xmpp/client') as Library; // see the interfaces above

export { xml };

export class XmppPerson {
  /** Every message that came, in order. */
  readonly inbox: Node[] = [];
  private count = 0;

  private constructor(readonly address: string, private readonly xmpp: Client) {}

  static async arrive({ address, password }: Account, port: number): Promise<XmppPerson> {
    const [username, domain] = address.split('@');
    const xmpp = client({ service: `xmpp://127.0.0.1:${port}`, domain, username, password, resource: 'phone' });
    const person = new XmppPerson(address, xmpp);
    xmpp.on('error', () => undefined);
    xmpp.on('stanza', (stanza: Node) => { if (stanza.name === 'message') person.inbox.push(stanza); });
    await xmpp.start();
    xmpp.reconnect.stop();
    await xmpp.send(xml('presence'));
    return person;
  }

  /** Answers the id of the message. */
  async say(to: string, text: string, ...more: unknown[]): Promise<string> {
    this.count += 1;
    const id = `${this.address.split('@')[0]}-${Date.now()}-${this.count}`;
    await this.send({ to, id }, xml('body', {}, text), ...more);
    return id;
  }

  async send(attrs: Record<string, string>, ...children: unknown[]): Promise<void> {
    await this.xmpp.send(xml('message', { type: 'chat', ...attrs }, ...children));
  }

  async presence(attrs: Record<string, string>): Promise<void> {
    await this.xmpp.send(xml('presence', attrs));
  }

  onPresence(hear: (presence: Node) => void): void {
    this.xmpp.on('stanza', (stanza: Node) => { if (stanza.name === 'presence') hear(stanza); });
  }

  ask(iq: unknown): Promise<Node> {
    return this.xmpp.iqCaller.request(iq);
  }

  correct(to: string, id: string, text: string): Promise<string> {
    return this.say(to, text, xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id }));
  }

  received(to: string, id: string): Promise<void> {
    return this.send({ to }, xml('received', { xmlns: 'urn:xmpp:receipts', id }));
  }

  displayed(to: string, id: string): Promise<void> {
    return this.send({ to }, xml('displayed', { xmlns: 'urn:xmpp:chat-markers:0', id }));
  }

  /** The message that fits, as soon as it is there. */
  got(fits: (message: Node) => boolean): Promise<Node> {
    return eventually(() => {
      const found = this.inbox.find(fits);
      if (found === undefined) throw new Error(`not there yet: ${this.inbox.map(String).join('\n').slice(-2000)}`);
      return found;
    });
  }

  gotText(text: string): Promise<Node> {
    return this.got((message) => message.getChildText('body') === text);
  }

  async leave(): Promise<void> {
    await this.xmpp.stop().catch(() => undefined);
  }
}
