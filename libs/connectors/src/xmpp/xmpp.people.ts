import { Readable } from 'node:stream';
import { isAxiosError } from 'axios';
import { ConnectorError, type Party } from '../contract';
import { wasBlocked, withoutRequest } from '../transport';
import { connectionError, Refused } from './xmpp.errors';
import { NS } from './xmpp.namespaces';
import { borrow, type XmppContext } from './xmpp.sessions';
import { ownAddress } from './xmpp.settings';
import { childOf, childrenOf, el, textOf, type Element } from './xmpp.xml';

const downloadBytes = 100 * 1024 * 1024;
const pictureBytes = 2 * 1024 * 1024;

/** The card that a person fills in themselves (XEP-0054): nothing in it is proved. */
export async function profile(ctx: XmppContext, party: Party): Promise<Party | undefined> {
  const card = await cardOf(ctx, party.id);
  if (card === undefined) return undefined;
  const name = ['FN', 'NICKNAME'].map((field) => textOf(childOf(card, field)).trim().slice(0, 200)).find((text) => text !== '');
  const email = childrenOf(card, 'EMAIL').map((one) => textOf(childOf(one, 'USERID')).trim().toLowerCase()).find((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text));
  const phone = childrenOf(card, 'TEL').map((one) => textOf(childOf(one, 'NUMBER')).replaceAll(/[\s().-]/g, '')).find((text) => /^\+\d{7,15}$/.test(text));
  const pictured = textOf(childOf(childOf(card, 'PHOTO'), 'BINVAL')).trim() !== '';
  if (name === undefined && email === undefined && phone === undefined && !pictured) return undefined;
  return { ...party, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }), ...(pictured ? { avatarRef: `card:${party.id}` } : {}) };
}

async function cardOf(ctx: XmppContext, jid: string): Promise<Element | undefined> {
  const session = await borrow(ctx);
  try {
    const own = ctx.settings.connection === 'component' ? { from: ownAddress(ctx.settings) } : {};
    return childOf(await session.ask('get', el('vCard', { xmlns: NS.vcard }), { to: jid, ...own }), 'vCard', NS.vcard);
  } catch (error) {
    // Nobody there, no card, or not for us.
    if (error instanceof Refused) return undefined;
    throw connectionError(error);
  }
}

/** `ref` is an address, or `card:<address of a person>` for the picture on their card. */
export async function download(ctx: XmppContext, ref: string): Promise<Readable> {
  if (ref.startsWith('card:')) {
    const photo = childOf(await cardOf(ctx, ref.slice('card:'.length)), 'PHOTO');
    const bytes = Buffer.from(textOf(childOf(photo, 'BINVAL')), 'base64');
    if (bytes.length === 0 || bytes.length > pictureBytes) throw new ConnectorError('rejected', 'The customer shows no picture', { reason: 'no-avatar' });
    return Readable.from([bytes]);
  }
  try {
    const { status, data } = await ctx.http.request<Readable>({ method: 'GET', url: ref, responseType: 'stream', validateStatus: () => true, maxContentLength: downloadBytes, timeout: 120_000 });
    if (status === 200) return data;
    data.destroy();
    if (status === 404 || status === 410 || status === 403) throw new ConnectorError('rejected', 'The file is no longer where the customer’s app put it', { reason: 'file-gone' });
    throw new ConnectorError('unavailable', `The server of the file answered ${status}`, { reason: 'file-unavailable' });
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (wasBlocked(error)) throw new ConnectorError('rejected', 'The file lies in a private network', { reason: 'blocked-address', cause: withoutRequest(error) });
    const tooBig = isAxiosError(error) && /maxContentLength/.test(error.message);
    throw tooBig ? new ConnectorError('rejected', 'The file is too big', { reason: 'file-too-big' }) : new ConnectorError('unavailable', 'The server of the file could not be reached', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}
