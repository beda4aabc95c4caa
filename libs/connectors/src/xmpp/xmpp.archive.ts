/** What the server keeps of the account (XEP-0313), page by page, oldest first. */
import { randomUUID } from 'node:crypto';
import { Refused } from './xmpp.errors';
import { NS } from './xmpp.namespaces';
import type { Session } from './xmpp.session';
import { heardFromArchive, type Heard } from './xmpp.stored';
import { childOf, childrenOf, el, textOf } from './xmpp.xml';

const pageSize = 100;

export type From = { after: string } | { since: Date };
interface ArchivePage { heard: Heard[]; last: string | undefined }

export async function hasArchive(session: Session): Promise<boolean> {
  return (await featuresOf(session, session.jid.bare)).includes(NS.archive);
}

export async function featuresOf(session: Session, of: string): Promise<string[]> {
  try {
    const answer = await session.ask('get', el('query', { xmlns: NS.discoInfo }), { to: of });
    return childrenOf(childOf(answer, 'query', NS.discoInfo), 'feature').map(({ attrs }) => attrs['var'] ?? '');
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

/** Throws `Refused` 'item-not-found' when the archive no longer knows the place to begin after. */
export async function* archived(session: Session, from: From): AsyncGenerator<ArchivePage> {
  let after = 'after' in from ? from.after : undefined;
  const start = 'since' in from ? from.since.toISOString() : undefined;
  for (;;) {
    const queryId = randomUUID();
    const form = el('x', { xmlns: NS.form, type: 'submit' }, field('FORM_TYPE', NS.archive, 'hidden'), ...(start === undefined ? [] : [field('start', start)]));
    const page = el('set', { xmlns: NS.resultSet }, el('max', {}, String(pageSize)), ...(after === undefined ? [] : [el('after', {}, after)]));
    const { results, end } = await session.archive(el('query', { xmlns: NS.archive, queryid: queryId }, form, page), queryId);
    const fin = childOf(end, 'fin', NS.archive);
    const last = textOf(childOf(childOf(fin, 'set', NS.resultSet), 'last')) || results.at(-1)?.attrs['id'];
    yield { heard: results.map(heardFromArchive).filter((one) => one !== undefined), last };
    if (fin?.attrs['complete'] === 'true' || results.length === 0 || last === undefined || last === after) return;
    after = last;
  }
}

function field(name: string, value: string, type?: string) {
  return el('field', { var: name, type }, el('value', {}, value));
}
