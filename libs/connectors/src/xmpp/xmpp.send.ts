import { randomUUID } from 'node:crypto';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { connectionError, readError, Refused, refusalOf, StreamEnded } from './xmpp.errors';
import { messageKey, readKey, wireId } from './xmpp.ids';
import { readJid } from './xmpp.jid';
import { NS } from './xmpp.namespaces';
import type { Session } from './xmpp.session';
import { borrow, type XmppContext } from './xmpp.sessions';
import { ownAddress, readThread, threadKey } from './xmpp.settings';
import { upload } from './xmpp.upload';
import { el, type Element } from './xmpp.xml';

interface Place { ours: string; peer: string }

export async function sendMessage(ctx: XmppContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  if (message.text.trim() === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const place = placeOf(ctx, message);
  const session = await borrow(ctx);
  const links: string[] = [];
  for (const file of message.attachments) links.push(await upload(ctx, session, file));
  const stanzas = [...(message.text.trim() === '' ? [] : [spoken(ctx, place, message)]), ...links.map((url, at) => linked(ctx, place, { url, id: wireId(message.messageId, message.text.trim() === '' ? at : at + 1) }))];
  const ids = stanzas.map(({ attrs }) => attrs['id'] ?? '');
  await leave(session, stanzas, ids);
  const [externalId = '', ...otherExternalIds] = ids.map((id) => messageKey(place.peer, 'out', id));
  return { externalId, ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }), status: 'sent', threadKey: threadKey(ctx.settings, place.ours, place.peer) };
}

/** Written, and read by our server: it confirms in order. Silence in between leaves open whether it went on. */
async function leave(session: Session, stanzas: Element[], ids: string[]): Promise<void> {
  if (session.ended !== undefined) throw connectionError(session.ended);
  let bounced: ConnectorError | undefined;
  const unwatch = session.watch(ids, (error) => {
    const { condition, kind, words } = readError(error);
    bounced ??= refusalOf(new Refused(condition, kind, words));
  });
  try {
    await Promise.all([...stanzas.map((stanza) => session.send(stanza)), session.confirm()]);
  } catch (error) {
    if (error instanceof StreamEnded && error.condition === 'policy-violation') throw new ConnectorError('rejected', 'The XMPP server refused the message and ended the connection: it is too long, or breaks another rule of the server', { reason: 'policy' });
    if (error instanceof StreamEnded) session.close();
    throw new ConnectorError('ambiguous', 'The connection to the XMPP server was lost; the message may or may not have arrived', { reason: 'no-answer' });
  } finally {
    unwatch();
  }
  if (bounced !== undefined) throw bounced;
}

function placeOf(ctx: XmppContext, { threadKey: key, to }: Pick<Outbound, 'threadKey' | 'to'>): Place {
  const place = key === undefined ? { ours: ownAddress(ctx.settings), peer: to.id } : readThread(ctx.settings, key);
  const peer = readJid(place.peer);
  if (peer === undefined || (peer.local === '' && key === undefined)) throw new ConnectorError('rejected', 'This is not a valid XMPP address', { reason: 'bad-address' });
  return { ours: place.ours, peer: peer.full };
}

/** An account's server puts in who it is from. */
const sender = (ctx: XmppContext, { ours }: Place) => (ctx.settings.connection === 'component' ? { from: ours } : {});

function spoken(ctx: XmppContext, place: Place, message: Outbound): Element {
  const answered = message.replyToExternalId === undefined ? undefined : readKey(message.replyToExternalId);
  // Apps that know no replies show the words that are answered above ours, in the way of mail.
  const quote = answered === undefined || message.quote === undefined || message.quote.text.trim() === '' ? '' : `${message.quote.text.trim().slice(0, 500).split('\n').map((line) => `> ${line}`).join('\n')}\n`;
  const reply = answered === undefined ? [] : [
    el('reply', { xmlns: NS.reply, to: answered.way === 'in' ? place.peer : place.ours, id: answered.id }),
    ...(quote === '' ? [] : [el('fallback', { xmlns: NS.fallback, for: NS.reply }, el('body', { start: '0', end: String([...quote.toWellFormed()].length) }))]),
  ];
  return stanza(ctx, place, wireId(message.messageId), el('body', {}, quote.toWellFormed() + message.text), ...reply);
}

function linked(ctx: XmppContext, place: Place, { url, id }: { url: string; id: string }): Element {
  return stanza(ctx, place, id, el('body', {}, url), el('x', { xmlns: NS.oob }, el('url', {}, url)));
}

function stanza(ctx: XmppContext, place: Place, id: string, ...content: Element[]): Element {
  return el(
    'message', { to: place.peer, type: 'chat', id, ...sender(ctx, place) }, ...content,
    el('origin-id', { xmlns: NS.ids, id }), el('request', { xmlns: NS.receipts }), el('markable', { xmlns: NS.markers }), el('active', { xmlns: NS.chatStates }),
  );
}

export async function actOn(ctx: XmppContext, action: Action): Promise<void> {
  const place = placeOf(ctx, { threadKey: action.threadKey, to: { id: '' } });
  const about = 'externalId' in action ? readKey(action.externalId) : undefined;
  const acted = (attrs: { id?: string }, ...content: Element[]) => el('message', { to: place.peer, type: 'chat', ...sender(ctx, place), ...attrs }, ...content);
  const id = randomUUID();
  switch (action.kind) {
    case 'typing':
      return tell(ctx, acted({}, el('composing', { xmlns: NS.chatStates }), el('no-store', { xmlns: 'urn:xmpp:hints' })));
    case 'read':
      if (about?.way !== 'in') return;
      return tell(ctx, acted({ id }, el('displayed', { xmlns: NS.markers, id: about.id }), el('store', { xmlns: 'urn:xmpp:hints' })));
    case 'edit':
      return tell(ctx, acted({ id }, el('body', {}, action.text), el('replace', { xmlns: NS.correct, id: own(about) }), el('origin-id', { xmlns: NS.ids, id })));
    case 'delete':
      return tell(ctx, acted({ id }, el('retract', { xmlns: NS.retract, id: own(about) }), el('fallback', { xmlns: NS.fallback, for: NS.retract }), el('body', {}, 'A message was taken back. Your app does not support this.'), el('store', { xmlns: 'urn:xmpp:hints' })));
    default:
      throw new ConnectorError('rejected', 'XMPP does not offer that', { reason: 'unsupported' });
  }
}

function own(about: ReturnType<typeof readKey>): string {
  if (about?.way !== 'out') throw new ConnectorError('rejected', 'Only our own messages can be changed on XMPP', { reason: 'unsupported' });
  return about.id;
}

/** Doing it twice changes nothing, so that silence is a reason to try again. */
async function tell(ctx: XmppContext, message: Element): Promise<void> {
  const session = await borrow(ctx);
  try {
    await Promise.all([session.send(message), session.confirm()]);
  } catch (error) {
    throw connectionError(error);
  }
}
