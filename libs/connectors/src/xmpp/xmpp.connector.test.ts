import { connectorConformance } from '../conformance/conformance';
import { ConnectorError } from '../contract';
import { xmpp } from './xmpp.connector';
import { bounceWords, connectionError, Refused, refusalOf, StreamEnded } from './xmpp.errors';
import { messageIdOf, messageKey, readKey, wireId } from './xmpp.ids';
import { readJid } from './xmpp.jid';
import { chooseMechanism, Scram } from './xmpp.sasl';
import { readThread, threadKey, xmppSettings, type XmppSettings } from './xmpp.settings';
import { el, escape, readElement, serialise, StreamReader, textOf, type Element } from './xmpp.xml';

const settings: XmppSettings = {
  connection: 'account', address: 'support@acme.example', password: 'an-invented-password-of-the-xmpp-suite', host: 'xmpp.acme.example', port: 5222, encryption: 'auto', verifyCertificates: true, acceptContacts: true, uploadService: '',
};
const fails = (error: unknown) => ({ provoke: () => Promise.reject(connectionError(error)) });

connectorConformance(xmpp, {
  folder: __dirname,
  settings,
  secrets: ['password'],
  unknown: [
    { name: 'a stanza of tomorrow', delivery: delivery('<message xmlns="jabber:client" from="anna@customer.example/1" type="chat"><telepathy xmlns="urn:xmpp:telepathy:0"/></message>') },
    { name: 'a message with nothing in it', delivery: delivery('<message xmlns="jabber:client" from="anna@customer.example/1"/>') },
    { name: 'another stanza', delivery: delivery('<presence xmlns="jabber:client" from="anna@customer.example/1"/>') },
    { name: 'XML that is cut', delivery: delivery('<message xmlns="jabber:client"><body>hm') },
    { name: 'a document type', delivery: delivery('<!DOCTYPE x [<!ENTITY a "aaaa">]><message xmlns="jabber:client"><body>&a;</body></message>') },
    { name: 'a tower of elements', delivery: delivery(`<message xmlns="jabber:client" from="a@b.example">${'<x>'.repeat(100_000)}`) },
    { name: 'a sender that is no address', delivery: delivery('<message xmlns="jabber:client" from="@@" type="chat"><body>x</body></message>') },
    { name: 'an error about nothing', delivery: delivery('<message xmlns="jabber:client" from="a@b.example" type="error"/>') },
    { name: 'a body that is no object', delivery: { contentType: 'application/json', body: Buffer.from('7') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"me') } },
  ],
  to: { id: 'anna@customer.example' },
  errors: {
    'rate-limited': { provoke: () => Promise.reject(refusalOf(new Refused('policy-violation', 'wait', 'slow down', 7000))), kind: 'unavailable', retryAfterMs: 7000 },
    'server-error': { provoke: () => Promise.reject(refusalOf(new Refused('internal-server-error', 'cancel', ''))), kind: 'unavailable', reason: 'platform-busy' },
    'connection-refused': { ...fails(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })), kind: 'unavailable', reason: 'port-closed' },
    'connection-lost-after-writing': { exempt: 'proved on a real server by xmpp.peer.test.ts: a line that breaks' },
    'timeout-after-writing': { exempt: 'proved on a real server by xmpp.peer.test.ts: a line that breaks' },
    'credentials-refused': { ...fails(new ConnectorError('unauthorized', 'The XMPP server refused the address or the password', { reason: 'password-refused' })), kind: 'unauthorized', reason: 'password-refused' },
    forbidden: { provoke: () => Promise.reject(refusalOf(new Refused('forbidden', 'auth', ''))), kind: 'rejected', reason: 'forbidden' },
    'refused-content': { provoke: () => Promise.reject(refusalOf(new Refused('not-acceptable', 'modify', ''))), kind: 'rejected', reason: 'text-refused' },
  },
  moreErrors: [
    { when: 'a domain that the server does not have', ...fails(new StreamEnded('x', 'host-unknown')), kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a component that is connected already', ...fails(new StreamEnded('x', 'conflict')), kind: 'unavailable', reason: 'held-elsewhere', retryAfterMs: 2000 },
    { when: 'a certificate of its own', ...fails(Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })), kind: 'unavailable', reason: 'certificate' },
    { when: 'a name that nobody knows', ...fails(Object.assign(new Error('x'), { code: 'ENOTFOUND' })), kind: 'unavailable', reason: 'host-unknown' },
    { when: 'a text of blanks', provoke: () => Promise.resolve(xmpp.send({ settings } as never, { text: ' \n', attachments: [], to: { id: 'a@b.example' } } as never)), kind: 'rejected', reason: 'empty' },
  ],
});

describe('addresses', () => {
  it('know no case but in the resource, and are refused when they are none', () => {
    expect(readJid('Anna@Customer.Example/Phone 1')).toEqual({ local: 'anna', domain: 'customer.example', resource: 'Phone 1', bare: 'anna@customer.example', full: 'anna@customer.example/Phone 1' });
    expect(readJid('customer.example')).toMatchObject({ local: '', bare: 'customer.example' });
    for (const bad of ['', '@', 'a@', '@b', 'a b@c', 'a@b/', 'a<b@c', 'a@b"c', `${'a'.repeat(1024)}@b`]) expect(readJid(bad)).toBeUndefined();
  });

  it('of an account need a local part, of a component none', () => {
    expect(xmppSettings.safeParse({ address: 'acme.example', password: 'x' }).success).toBe(false);
    expect(xmppSettings.safeParse({ connection: 'component', address: 'shop.acme.example', password: 'x' }).success).toBe(true);
    expect(xmppSettings.safeParse({ address: 'a@b.example/phone', password: 'x' }).success).toBe(false);
  });
});

describe('names for ever', () => {
  it('are read back, whatever the ids hold', () => {
    for (const [peer, id] of [['anna@c.example', '1'], ['room@c.example/Ola in %20 Kraków', 'x in y out z'], ['anna@c.example', ' ']] as const) {
      expect(readKey(messageKey(peer, 'out', id))).toEqual({ peer, way: 'out', id });
    }
    expect(messageKey('a@b', 'in', 'x'.repeat(5000)).length).toBeLessThan(100);
    expect(readKey('nothing')).toBeUndefined();
    expect([messageIdOf(wireId('0197a0de-0000-7000-8000-0000000000a1')), messageIdOf(wireId('0197a0de-0000-7000-8000-0000000000a1', 3)), messageIdOf('kontuar-x')]).toEqual(['0197a0de-0000-7000-8000-0000000000a1', undefined, undefined]);
    const component = { ...settings, connection: 'component' as const, address: 'shop.acme.example' };
    expect(readThread(component, threadKey(component, 'sales@shop.acme.example', 'room@c.example/Ola K'))).toEqual({ ours: 'sales@shop.acme.example', peer: 'room@c.example/Ola K' });
  });
});

describe('XML', () => {
  const heard = (text: string): Element[] => {
    const found: Element[] = [];
    const reader = new StreamReader({ opened: () => undefined, stanza: (one) => void found.push(one), ended: () => undefined }, 1000);
    for (let at = 0; at < text.length; at += 100) reader.read(text.slice(at, at + 100));
    return found;
  };

  it('is written so that it reads the same, with every character that XML can carry', () => {
    const text = '<&>"\' \r\n\t żółć 🧾 ]]> \u0000\u0008\ud800';
    const read = readElement(serialise(el('message', { xmlns: 'jabber:client', to: text }, el('body', {}, text), el('x', { xmlns: 'urn:x' }, el('y')))));
    expect(textOf(read?.children[0] as Element)).toBe('<&>"\' \r\n\t żółć 🧾 ]]> \ufffd'); // its first child is the body
    expect(read).toMatchObject({ ns: 'jabber:client', children: [{ ns: 'jabber:client' }, { ns: 'urn:x', children: [{ ns: 'urn:x' }] }] });
    expect(readElement(serialise(read as Element))).toEqual(read); // read is defined, as seen above
    expect(escape('\u0001')).toBe('');
  });

  it('is read stanza by stanza, however it is cut', () => {
    const found: string[] = [];
    const reader = new StreamReader({ opened: ({ id }) => void found.push(`open ${id}`), stanza: ({ name }) => void found.push(name), ended: () => void found.push('end') });
    for (const character of '<?xml version="1.0"?><stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" id="7"> <a/>\n<b><c/></b></stream:stream>') reader.read(character);
    expect(found).toEqual(['open 7', 'a', 'b', 'end']);
  });

  it('is refused where it could do harm', () => {
    for (const bad of ['<!DOCTYPE a><a/>', '<s><a></b></s>', `<s><a>${'x'.repeat(2000)}`, `<s>${'<a>'.repeat(80)}`, '<s><a>&nosuch;</a></s>']) expect(() => heard(bad)).toThrow();
    expect(heard(`<s>${' '.repeat(900)}<a/>${' '.repeat(900)}<b/></s>`).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('signing in', () => {
  it('proves the password without telling it, as RFC 5802 and 7677 have it', async () => {
    const older = new Scram('sha1', 'user', 'pencil', 'fyko+d2lbbFgONRv9qkxdawL');
    expect(older.begin()).toBe('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL');
    expect(await older.answer('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096')).toBe('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=');
    expect(older.proves('v=rmF9pqV8S7suAoZWja4dJRkFsKQ=')).toBe(true);
    const newer = new Scram('sha256', 'user', 'pencil', 'rOprNGfwEbeRWgbNEkqO');
    expect(await newer.answer('r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')).toBe('c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=');
    expect(newer.proves('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toBe(true);
    expect(newer.proves('v=AAAA')).toBe(false);
  });

  it('refuses a challenge that is not for us or would keep us busy, and the bare password in the clear', async () => {
    const scram = () => new Scram('sha1', 'user', 'pencil', 'abc');
    for (const bad of ['', 'r=other,s=QQ==,i=4096', 'r=abc,s=QQ==,i=4096', 'r=abcd,s=QQ==,i=999999999', 'r=abcd,s=QQ==,i=x']) await expect(scram().answer(bad)).rejects.toThrow();
    expect([chooseMechanism(['PLAIN'], false), chooseMechanism(['PLAIN'], true), chooseMechanism(['PLAIN', 'SCRAM-SHA-1'], true), chooseMechanism(['SCRAM-SHA-1', 'SCRAM-SHA-256'], false), chooseMechanism(['X'], true)]).toEqual([undefined, 'PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-256', undefined]);
  });
});

it('has words for every reason that the protocol knows, and for others', () => {
  for (const condition of ['item-not-found', 'remote-server-timeout', 'tomorrow']) expect(bounceWords(condition, 'told').words).toMatch(/\w+ \w+.*: told/);
});

function delivery(xml: string) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify({ me: 'support@acme.example', at: '2026-11-20T09:15:00.000Z', xml })) };
}
