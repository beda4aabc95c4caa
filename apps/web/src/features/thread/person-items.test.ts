import type { ConversationView, MessageView, PersonTimeline } from '@kontuar/contract';
import { buildPerson, joinPages } from './person-items';

const conversation = (id: string, version = 1) => ({ id, version }) as ConversationView;
const message = (id: string, conversationId: string, seq: number, at: string) => ({ id, conversationId, seq, at, createdAt: at, kind: 'message', direction: 'in', status: 'received', author: { kind: 'contact', id: 'x', name: 'X' }, clientId: null, extra: null, event: null, sendAt: null, deletedAt: null, failure: null, visibility: 'private', moderation: null, automatic: null, rating: null }) as unknown as MessageView;
const page = (items: MessageView[], closed: string[] = []): PersonTimeline => ({ items, conversations: [conversation('mail'), conversation('chat')], closed: closed.map((at) => ({ at })), purchases: [], entries: [], before: null, after: null, answerIn: null });

const drawn = (...pages: PersonTimeline[]) => buildPerson(joinPages(pages), () => false).map((item) => (item.kind === 'part' ? `${item.day ? 'day ' : ''}${item.conversation.id}` : item.kind === 'closed' ? 'closed' : item.key));

describe('one timeline of a person', () => {
  it('has what they bought between what was said, once', () => {
    const bought = { number: '77', at: '2026-11-10T12:30:00+01:00', amount: 1, currency: 'PLN', state: '', cancelled: false, link: null };
    const said = page([message('a', 'chat', 1, '2026-11-10T11:00:00Z'), message('b', 'chat', 2, '2026-11-10T12:00:00Z')]);
    expect(drawn({ ...said, purchases: [bought] }, { ...said, purchases: [bought] })).toEqual(['day chat', 'a', 'bought-77', 'chat', 'b']);
  });

  it('has promises, cases, leads and questions where they happened, once', () => {
    const told = (key: string, at: string) => ({ kind: 'promise' as const, key, at, what: 'made' as const, text: 'Call back', dueAt: '2026-11-12T10:00:00.000Z', conversationId: 'chat' });
    const said = page([message('a', 'chat', 1, '2026-11-10T11:00:00Z'), message('b', 'chat', 2, '2026-11-10T12:00:00Z')]);
    const [made, later] = [told('p', '2026-11-10T11:30:00.000Z'), told('q', '2026-11-10T13:00:00.000Z')];
    expect(drawn({ ...said, entries: [made, later] }, { ...said, entries: [made] })).toEqual(['day chat', 'a', 'p', 'chat', 'b', 'q']);
  });

  const [a, b, c, d] = [message('a', 'mail', 1, '2026-11-10T10:00:00Z'), message('b', 'chat', 1, '2026-11-10T11:00:00Z'), message('c', 'chat', 2, '2026-11-10T11:01:00Z'), message('d', 'mail', 2, '2026-11-12T09:00:00Z')];

  it('has a line where the channel changes, where the day changes, and where both do', () => {
    expect(drawn(page([a, b, c, d]))).toEqual(['day mail', 'a', 'chat', 'b', 'c', 'day mail', 'd']);
  });

  it('puts pages together however they overlap, each message once', () => {
    expect(drawn(page([c, d]), page([a, b, c]))).toEqual(['day mail', 'a', 'chat', 'b', 'c', 'day mail', 'd']);
  });

  it('says of what may not be read only that it was there', () => {
    expect(drawn(page([a, b, c, d], ['2026-11-11T12:00:00Z', '2026-11-13T12:00:00Z']))).toEqual(['day mail', 'a', 'chat', 'b', 'c', 'closed', 'day mail', 'd', 'closed']);
    expect(drawn(page([a, d], ['2026-11-10T10:30:00Z']))).toEqual(['day mail', 'a', 'closed', 'day mail', 'd']);
  });

  it('leaves out what it knows no conversation of', () => {
    expect(drawn(page([message('x', 'gone', 1, '2026-11-10T10:00:00Z')]))).toEqual([]);
  });
});
