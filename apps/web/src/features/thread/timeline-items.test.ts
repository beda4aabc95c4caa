import type { MessageView } from '@kontuar/contract';
import type { OutboxEntry } from '../../app/outbox/outbox';
import { buildTimeline, lastOutboundId, type TimelineOptions } from './timeline-items';

let seq = 0;
beforeEach(() => { seq = 0; });

function buildMessage(more: Partial<MessageView> = {}): MessageView {
  seq += 1;
  return {
    id: `m${seq}`, conversationId: 'c1', seq, channelId: 'ch1', kind: 'message', direction: 'in', status: 'received', failure: null,
    author: { kind: 'contact', id: 'marta', name: 'Marta', address: null, avatarUrl: null, verified: true },
    to: [], cc: [], subject: null, text: `text ${seq}`, html: null, quoted: null, quotedHtml: null, replyToId: null, attachments: [], reactions: [],
    visibility: 'private', rating: null, mood: null, language: null, moderation: null, template: null, automatic: null, unsupported: null, mentions: [], extra: null, clientId: null, editedAt: null, deletedAt: null,
    at: `2026-11-20T10:0${seq}:00`, createdAt: `2026-11-20T10:0${seq}:00`, sendAt: null, deliveredAt: null, readAt: null, event: null, ...more,
  };
}
const own = (more: Partial<MessageView> = {}) => buildMessage({
  direction: 'out', status: 'sent', author: { kind: 'member', id: 'ola', name: 'Ola', address: null, avatarUrl: null, verified: true }, ...more,
});
function buildUnsent(clientId: string, state: OutboxEntry['state'] = 'waiting'): OutboxEntry {
  return {
    clientId, conversationId: 'c1', input: { clientId, text: clientId, private: false, attachmentIds: [], mentions: [], sendNow: false },
    attachments: [], authorName: 'Ola', createdAt: '2026-11-20T11:00:00Z', state, problem: null, news: [], attempts: 0, notBefore: 0,
  };
}
const chat: TimelineOptions = { letters: false, unreadAfter: null, fromStart: true };
const outline = (messages: MessageView[], unsent: OutboxEntry[] = [], options = chat) => buildTimeline(messages, unsent, options).map((item) => {
  if (item.kind === 'message') return `${item.message.id}${item.startsRun ? ' starts' : ''}${item.endsRun ? ' ends' : ''}`;
  if (item.kind === 'day') return `day${item.withChannel ? ' with channel' : ''}`;
  return item.kind === 'unsent' ? `unsent ${item.entry.clientId}` : item.kind;
});

describe('timeline', () => {
  it('names the channel once and every day once', () => {
    expect(outline([buildMessage(), buildMessage({ at: '2026-11-21T09:00:00' }), buildMessage({ at: '2026-11-21T18:00:00' })]))
      .toEqual(['day with channel', 'm1 starts ends', 'day', 'm2 starts ends', 'm3 starts ends']);
  });

  it('does not go back a day for a message whose clock is behind', () => {
    expect(outline([buildMessage({ at: '2026-11-21T00:01:00' }), buildMessage({ at: '2026-11-20T23:59:00' })]).filter((line) => line.startsWith('day'))).toHaveLength(1);
  });

  it('joins bubbles of one author within five minutes', () => {
    const messages = [buildMessage(), buildMessage(), own(), own(), own({ at: '2026-11-20T10:20:00' })];
    expect(outline(messages).slice(1)).toEqual(['m1 starts', 'm2 ends', 'm3 starts', 'm4 ends', 'm5 starts ends']);
  });

  it('parts a run where authors, states or failures differ, and always for letters', () => {
    const other = { kind: 'member' as const, id: 'jan', name: 'Jan', address: null, avatarUrl: null, verified: true };
    expect(outline([own(), own({ author: other }), own({ author: other, status: 'read' })]).slice(1)).toEqual(['m1 starts ends', 'm2 starts ends', 'm3 starts ends']);
    seq = 0;
    expect(outline([buildMessage(), buildMessage()], [], { ...chat, letters: true }).slice(1)).toEqual(['m1 starts ends', 'm2 starts ends']);
  });

  it('keeps notes and events in their place', () => {
    expect(outline([buildMessage(), own({ kind: 'note' }), buildMessage({ kind: 'event', direction: 'none' }), buildMessage()]).slice(1))
      .toEqual(['m1 starts ends', 'note', 'event', 'm4 starts ends']);
  });

  it('draws a line before the first unread message of the customer', () => {
    expect(outline([buildMessage(), own(), buildMessage(), buildMessage()], [], { ...chat, unreadAfter: 1 }).slice(1)).toEqual(['m1 starts ends', 'm2 starts ends', 'unread', 'm3 starts', 'm4 ends']);
    seq = 0;
    expect(outline([buildMessage()], [], { ...chat, unreadAfter: 1 })).not.toContain('unread');
  });

  it('names the page of a shop once, until it changes', () => {
    const on = (page: string) => buildMessage({ extra: { page } });
    const items = buildTimeline([on('https://shop.example/a'), on('https://shop.example/a'), buildMessage(), on('https://shop.example/a'), on('https://shop.example/b'), on('javascript:alert(1)')], [], chat);
    expect(items.flatMap((item) => (item.kind === 'message' ? item.newPage : []))).toEqual([true, false, false, false, true, false]);
  });

  it('says at a message that it did not reach everyone, and in a line of its own only where that message is not loaded', () => {
    const warning = (messageId: string) => buildMessage({ kind: 'event', direction: 'none', event: { type: 'send-warning', data: { messageId, detail: 'The copy did not reach ola@example.com' } } });
    const items = buildTimeline([own(), warning('m1'), own()], [], chat);
    expect(items.map((item) => (item.kind === 'message' ? item.warnings : item.kind))).toEqual(['day', ['The copy did not reach ola@example.com'], []]);
    expect(outline([own(), warning('elsewhere')]).slice(1)).toEqual(['m4 starts ends', 'event']);
  });

  it('lets what everyone reads stand alone, since each has marks and acts of its own', () => {
    expect(outline([buildMessage({ visibility: 'public' }), buildMessage({ visibility: 'public' }), buildMessage(), buildMessage()]).slice(1)).toEqual(['m1 starts ends', 'm2 starts ends', 'm3 starts', 'm4 ends']);
  });

  it('remembers at a review how many stars it had before it was changed last', () => {
    const changed = (from: number) => buildMessage({ kind: 'event', direction: 'none', event: { type: 'rating-changed', data: { messageId: 'm1', from: { stars: from, of: 5 }, to: { stars: 4, of: 5 } } } });
    const items = buildTimeline([buildMessage({ visibility: 'public', rating: { stars: 4, of: 5 } }), changed(1), changed(2)], [], chat);
    expect(items.flatMap((item) => (item.kind === 'message' ? [item.rated] : []))).toEqual([{ stars: 2, of: 5 }]);
  });

  it('shows what is not sent yet last, once, under the key that the server view will have', () => {
    expect(outline([own({ clientId: 'a' })], [buildUnsent('a'), buildUnsent('b'), buildUnsent('held', 'stale')]).slice(1)).toEqual(['m1 starts ends', 'unsent b']);
    const before = buildTimeline([], [buildUnsent('a')], chat)[0]?.key;
    const after = buildTimeline([own({ clientId: 'a' })], [], chat)[1]?.key;
    expect(before).toBe(after);
  });

  it('puts scheduled replies at the end and leaves a reply that can be undone in its place', () => {
    const messages = [
      own({ status: 'queued', createdAt: '2026-11-20T10:00:00Z', sendAt: '2026-11-24T09:00:00Z' }),
      own({ status: 'queued', createdAt: '2026-11-20T10:00:00Z', sendAt: '2026-11-20T10:00:10Z' }),
      buildMessage(),
    ];
    expect(outline(messages).slice(1)).toEqual(['m2 starts ends', 'm3 starts ends', 'scheduled']);
    expect(lastOutboundId(messages)).toBe('m2');
  });
});
