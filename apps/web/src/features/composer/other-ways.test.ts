import type { ChannelSummary, ContactView, ConversationView } from '@kontuar/contract';
import { otherWays } from './other-ways';

const now = new Date('2026-11-20T12:00:00Z');
// Here and below: as much of each view as the ways are found by.
const channel = (id: string, more: Partial<ChannelSummary> = {}, capabilities: object = {}) =>
  ({ id, name: id, connectorId: id, state: 'ok', ...more, capabilities: { public: false, startConversation: false, ...capabilities } }) as unknown as ChannelSummary;
const conversation = (id: string, channelId: string, more: Partial<ConversationView> = {}) =>
  ({ id, channelId, connectorId: channelId, number: Number(id), visibility: 'private', hasPublic: false, hasPrivate: true, window: null, privateReply: null, ...more }) as unknown as ConversationView;
const contact = (...scopes: string[]) => ({ identities: scopes.map((scope) => ({ scope, externalId: `${scope}-1`, handle: null, blocked: false })) }) as unknown as ContactView;
const here = conversation('1', 'whatsapp');
const words = (ways: ReturnType<typeof otherWays>) => ways.map((way) => (way.kind === 'conversation' ? `conversation ${way.number} on ${way.channel}` : `write by ${way.channel} to ${way.address}`));

it('offers what is open to an answer elsewhere, then where we may write first', () => {
  const channels = [channel('whatsapp'), channel('telegram'), channel('email', {}, { startConversation: true })];
  expect(words(otherWays(here, contact('whatsapp', 'email'), [conversation('7', 'telegram')], channels, now))).toEqual(['conversation 7 on telegram', 'write by email to email-1']);
});

it('offers no closed window, no channel that rests, and none where the customer blocked us', () => {
  const closed = { closesAt: '2026-11-19T00:00:00Z', lateUntil: null, state: 'closed' as const };
  const channels = [channel('telegram', { state: 'paused' }), channel('line'), channel('email', {}, { startConversation: true })];
  const blocked = { identities: [{ scope: 'email', externalId: 'a@b.pl', handle: null, blocked: true }] } as unknown as ContactView;
  expect(otherWays(here, blocked, [conversation('7', 'telegram'), conversation('8', 'line', { window: closed })], channels, now)).toEqual([]);
});

it('names each channel once, by its latest conversation', () => {
  expect(words(otherWays(here, undefined, [conversation('9', 'email'), conversation('5', 'email')], [channel('email', {}, { startConversation: true })], now))).toEqual(['conversation 9 on email']);
});
