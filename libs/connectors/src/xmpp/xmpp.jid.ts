export interface Jid {
  /** '' for a server, and for a component as such. */
  local: string;
  domain: string;
  resource: string;
  /** Without the resource: who it is. */
  bare: string;
  full: string;
}

const partBytes = 1023;
// oxlint-disable-next-line no-control-regex -- no address holds these
const notInLocal = /["&'/:<>@\s\u0000-\u001f\u007f]/;
// oxlint-disable-next-line no-control-regex -- no address holds these
const notInDomain = /["&'/<>@\s\u0000-\u001f\u007f]/;

/** Undefined for what is no address. Local part and domain know no case. */
export function readJid(text: string | undefined): Jid | undefined {
  if (text === undefined || text === '') return undefined;
  const slash = text.indexOf('/');
  const name = slash < 0 ? text : text.slice(0, slash);
  const resource = slash < 0 ? '' : text.slice(slash + 1);
  const at = name.indexOf('@');
  const local = at < 0 ? '' : name.slice(0, at).normalize('NFKC').toLowerCase();
  const domain = name.slice(at + 1).normalize('NFC').toLowerCase().replace(/\.$/, '');
  if ((at >= 0 && local === '') || domain === '' || (slash >= 0 && resource === '')) return undefined;
  if (notInLocal.test(local) || notInDomain.test(domain)) return undefined;
  if ([local, domain, resource].some((part) => Buffer.byteLength(part) > partBytes)) return undefined;
  const bare = local === '' ? domain : `${local}@${domain}`;
  return { local, domain, resource, bare, full: resource === '' ? bare : `${bare}/${resource}` };
}
