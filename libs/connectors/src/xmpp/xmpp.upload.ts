/** Files lie on the customer's way as links: put to the server's upload service (XEP-0363), which says how large they may be. */
import { ConnectorError, type OutboundAttachment } from '../contract';
import { howFarItGot, withoutRequest } from '../transport';
import { featuresOf } from './xmpp.archive';
import { connectionError, Refused } from './xmpp.errors';
import { NS } from './xmpp.namespaces';
import type { Session } from './xmpp.session';
import type { XmppContext } from './xmpp.sessions';
import { ownDomain } from './xmpp.settings';
import { childOf, childrenOf, el, textOf } from './xmpp.xml';

/** Headers that the service may ask for; any other it names is left out (XEP-0363 §5). */
const passedOn = new Set(['authorization', 'cookie', 'expires']);
const found = new WeakMap<Session, string>();

export async function upload(ctx: XmppContext, session: Session, file: OutboundAttachment): Promise<string> {
  const service = await serviceOf(ctx, session);
  if (service === undefined) throw new ConnectorError('rejected', 'The XMPP server has no upload service, so that files can’t be sent', { reason: 'no-attachments' });
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : 'application/octet-stream';
  const { put, get, headers } = await slot(session, service, { name: file.name.replaceAll(/[/\\]/g, '_'), type, size: file.sizeBytes });
  const content = await file.open().catch((cause: unknown) => {
    throw new ConnectorError('unavailable', `"${file.name}" could not be read from our own storage`, { reason: 'file-unreadable', cause });
  });
  try {
    const { status } = await ctx.http.request({ method: 'PUT', url: put, data: content, headers: { ...headers, 'content-type': type, 'content-length': String(file.sizeBytes) }, responseType: 'text', validateStatus: () => true, maxRedirects: 0, maxContentLength: 1_000_000, maxBodyLength: Infinity, timeout: 300_000 });
    if (status === 413) throw tooBig(file);
    if (status < 200 || status >= 300) throw new ConnectorError('unavailable', `The upload service of the XMPP server refused the file (${status})`, { reason: 'upload-failed' });
  } catch (error) {
    content.destroy();
    if (error instanceof ConnectorError) throw error;
    // Nobody was told of the file yet: putting it there again doubles nothing.
    throw new ConnectorError('unavailable', howFarItGot(error) === 'never-accepted' ? 'The upload service of the XMPP server could not be reached' : 'The upload to the XMPP server broke off', { reason: 'unreachable', cause: withoutRequest(error) });
  }
  return get;
}

async function slot(session: Session, service: string, { name, type, size }: { name: string; type: string; size: number }) {
  try {
    const answer = await session.ask('get', el('request', { xmlns: NS.upload, filename: name, size: String(size), 'content-type': type }), { to: service });
    const given = childOf(answer, 'slot', NS.upload);
    const put = childOf(given, 'put');
    const [putUrl = '', getUrl = ''] = [put?.attrs['url'], childOf(given, 'get')?.attrs['url']];
    if (![putUrl, getUrl].every((url) => /^https?:\/\//i.test(url) && URL.canParse(url))) throw new ConnectorError('unavailable', 'The upload service of the XMPP server gave no address', { reason: 'upload-failed' });
    const headers = childrenOf(put, 'header').map((one) => [(one.attrs['name'] ?? '').trim().toLowerCase(), textOf(one).replaceAll(/[\r\n]/g, '')] as const);
    return { put: putUrl, get: getUrl, headers: Object.fromEntries(headers.filter(([header]) => passedOn.has(header))) };
  } catch (error) {
    if (error instanceof Refused && error.condition === 'file-too-large') throw tooBig({ name });
    if (error instanceof Refused && (error.condition === 'not-allowed' || error.condition === 'forbidden' || error.condition === 'not-authorized')) throw new ConnectorError('rejected', 'The upload service of the XMPP server does not take files from this address', { reason: 'permission-missing' });
    throw connectionError(error);
  }
}

export async function serviceOf(ctx: XmppContext, session: Session): Promise<string | undefined> {
  if (ctx.settings.uploadService !== '') return ctx.settings.uploadService;
  const known = found.get(session);
  if (known !== undefined) return known;
  const domain = ownDomain(ctx.settings);
  // The services of a component's server belong to the domain above it.
  const asked = ctx.settings.connection === 'component' ? domain.split('.').slice(1).join('.') : domain;
  try {
    const items = await session.ask('get', el('query', { xmlns: NS.discoItems }), { to: asked });
    for (const { attrs } of childrenOf(childOf(items, 'query', NS.discoItems), 'item').slice(0, 30)) {
      const { jid } = attrs;
      if (jid === undefined || jid === domain || !(await featuresOf(session, jid)).includes(NS.upload)) continue;
      found.set(session, jid);
      return jid;
    }
    return (await featuresOf(session, asked)).includes(NS.upload) ? asked : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw connectionError(error);
  }
}

function tooBig({ name }: { name: string }): ConnectorError {
  return new ConnectorError('rejected', `"${name}" is too big for the upload service of the XMPP server`, { reason: 'attachment-too-big' });
}
