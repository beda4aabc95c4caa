/** From a bare connection to one that may send and receive. */
import { createHash, randomUUID } from 'node:crypto';
import { ConnectorError } from '../contract';
import { StreamEnded } from './xmpp.errors';
import { readJid, type Jid } from './xmpp.jid';
import { NS } from './xmpp.namespaces';
import { chooseMechanism, plain, Scram } from './xmpp.sasl';
import { ownAddress, ownDomain, type XmppSettings } from './xmpp.settings';
import { Wire } from './xmpp.wire';
import { childOf, childrenOf, el, textOf, type Element } from './xmpp.xml';

export interface Login { wire: Wire; jid: Jid; ns: string }

/** Throws ConnectorError for what people can mend, StreamEnded for the rest. */
export async function logIn(settings: XmppSettings, allowPrivateHosts: boolean): Promise<Login> {
  const wire = await Wire.open(settings, allowPrivateHosts);
  try {
    return settings.connection === 'component' ? await asComponent(wire, settings) : await asAccount(wire, settings);
  } catch (error) {
    const { ended } = wire;
    wire.close();
    // Why the server ended the stream says more than that it ended.
    throw error instanceof ConnectorError || ended?.condition === undefined ? error : ended;
  }
}

async function asComponent(wire: Wire, settings: XmppSettings): Promise<Login> {
  const { id = '' } = await wire.begin(NS.component);
  const proof = createHash('sha1').update(id + settings.password).digest('hex');
  await wire.send(el('handshake', {}, proof), NS.component);
  try {
    const answer = await wire.next();
    if (answer.name !== 'handshake') throw new StreamEnded('the server did not let the component in');
  } catch (error) {
    if (wire.ended?.condition === 'not-authorized') throw new ConnectorError('unauthorized', 'The XMPP server refused the secret of the component', { reason: 'password-refused' });
    throw error;
  }
  const jid = readJid(ownDomain(settings));
  if (jid === undefined) throw new StreamEnded('the component has no address');
  return { wire, jid, ns: NS.component };
}

async function asAccount(wire: Wire, settings: XmppSettings): Promise<Login> {
  let features = await begin(wire);
  if (!wire.encrypted && settings.encryption !== 'none') {
    if (childOf(features, 'starttls', NS.tls) === undefined) throw new ConnectorError('rejected', 'The XMPP server offers no encryption on this port', { reason: 'tls' });
    await wire.send(el('starttls', { xmlns: NS.tls }), NS.client);
    if ((await wire.next()).name !== 'proceed') throw new StreamEnded('the server refused to encrypt');
    await wire.encrypt();
    features = await begin(wire);
  }
  await authenticate(wire, features, settings);
  features = await begin(wire);
  const bound = await ask(wire, el('iq', { type: 'set', id: randomUUID() }, el('bind', { xmlns: NS.bind }, el('resource', {}, `kontuar-${randomUUID().slice(0, 8)}`))));
  const jid = readJid(textOf(childOf(childOf(bound, 'bind', NS.bind), 'jid')));
  if (bound.attrs['type'] !== 'result' || jid === undefined) throw new StreamEnded('the server gave us no address');
  const session = childOf(features, 'session', NS.session);
  if (session !== undefined && childOf(session, 'optional') === undefined) await ask(wire, el('iq', { type: 'set', id: randomUUID() }, el('session', { xmlns: NS.session })));
  return { wire, jid, ns: NS.client };
}

async function begin(wire: Wire): Promise<Element> {
  await wire.begin(NS.client);
  const features = await wire.next();
  if (features.name !== 'features' || features.ns !== NS.stream) throw new StreamEnded('the server names no features');
  return features;
}

async function ask(wire: Wire, iq: Element): Promise<Element> {
  await wire.send(iq, NS.client);
  for (let heard = 0; heard < 50; heard += 1) {
    const answer = await wire.next();
    if (answer.name === 'iq' && answer.attrs['id'] === iq.attrs['id']) return answer;
  }
  throw new StreamEnded('the server does not answer');
}

async function authenticate(wire: Wire, features: Element, settings: XmppSettings): Promise<void> {
  const offered = childrenOf(childOf(features, 'mechanisms', NS.sasl), 'mechanism').map(textOf);
  const mechanism = chooseMechanism(offered, wire.encrypted);
  if (mechanism === undefined) throw new ConnectorError('rejected', 'The XMPP server offers no way to sign in that Kontuar knows', { reason: 'login-unsupported' });
  const user = readJid(ownAddress(settings))?.local ?? '';
  const scram = mechanism === 'PLAIN' ? undefined : new Scram(mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256', user, settings.password);
  await wire.send(el('auth', { xmlns: NS.sasl, mechanism }, encoded(scram?.begin() ?? plain(user, settings.password))), NS.client);
  for (;;) {
    const answer = await wire.next();
    if (answer.ns !== NS.sasl) throw new StreamEnded('the server said something else while we signed in');
    if (answer.name === 'failure') throw refusal(answer);
    if (answer.name === 'challenge') {
      const told = decoded(textOf(answer));
      // Some servers prove themselves in a challenge of its own, which is answered by nothing.
      const reply = scram === undefined ? '' : told.startsWith('v=') ? proven(scram, told) : await scram.answer(told).catch(() => { throw new StreamEnded('the server asked for a proof that makes no sense'); });
      await wire.send(el('response', { xmlns: NS.sasl }, ...(reply === '' ? [] : [encoded(reply)])), NS.client);
      continue;
    }
    if (answer.name !== 'success') throw new StreamEnded('the server said something else while we signed in');
    const last = decoded(textOf(answer));
    if (scram !== undefined && last !== '') proven(scram, last);
    if (scram !== undefined && !scram.proved) throw new StreamEnded('the server did not prove that it knows the account');
    return;
  }
}

function proven(scram: Scram, last: string): '' {
  if (!scram.proves(last)) throw new ConnectorError('unauthorized', 'What answers is not the XMPP server that knows this account', { reason: 'wrong-address' });
  return '';
}

function refusal(failure: Element): ConnectorError {
  const condition = childrenOf(failure).find(({ name }) => name !== 'text')?.name ?? '';
  if (condition === 'temporary-auth-failure') return new ConnectorError('unavailable', 'The XMPP server can’t check passwords at the moment', { reason: 'platform-busy' });
  if (condition === 'account-disabled') return new ConnectorError('unauthorized', 'The XMPP account is switched off', { reason: 'account-suspended' });
  if (condition === 'credentials-expired') return new ConnectorError('unauthorized', 'The password of the XMPP account has expired', { reason: 'password-refused' });
  return new ConnectorError('unauthorized', 'The XMPP server refused the address or the password', { reason: 'password-refused' });
}

const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const decoded = (text: string): string => Buffer.from(text === '=' ? '' : text, 'base64').toString('utf8');
