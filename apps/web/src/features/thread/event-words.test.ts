import type { MessageView } from '@kontuar/contract';
import { translate } from '../../i18n/strings';
import { eventWords, isSilent, type EventNames } from './event-words';
import { eventStrings } from './event.strings';
import { routedParts } from './routed-words';

const people: Record<string, string> = { ola: 'Ola', hanna: 'Hanna', zofia: 'Zofia' };
const names: EventNames = {
  member: (id) => people[id] ?? null, team: (id) => (id === 'claims' ? 'Claims' : null), value: (value) => value, matter: (key) => key, moment: () => 'Mon 9:00', list: (given) => (Array.isArray(given) ? given.join(' and ') : ''),
};
type Author = { kind: 'member' | 'contact' | 'system'; id: string | null };
const hanna: Author = { kind: 'member', id: 'hanna' };
const system: Author = { kind: 'system', id: null };

function said(type: string, data: Record<string, unknown> = {}, author = hanna, text = ''): string {
  // What the words are made of; the rest of a message has no part in them.
  const message = { event: { type, data }, text, author: { ...author, name: people[author.id ?? ''] ?? '' } } as unknown as MessageView;
  const words = eventWords(message, names);
  return translate(eventStrings, words.key, words.values) + (words.why === null ? '' : `, ${translate(eventStrings, words.why)}`) + (words.quote === null ? '' : `: ${words.quote}`);
}
const assigned = (from: string | null, to: string | null, more: { author?: Author; fromTeam?: string; toTeam?: string; reason?: string } = {}) =>
  said('assigned', { from: { assigneeId: from, teamId: more.fromTeam ?? null }, to: { assigneeId: to, teamId: more.toTeam ?? more.fromTeam ?? null }, ...(more.reason ? { reason: more.reason } : {}) }, more.author);

describe('lines of the timeline', () => {
  it('say who handed over to whom', () => {
    expect(assigned('ola', 'zofia')).toBe('Reassigned from Ola to Zofia by Hanna');
    expect(assigned('hanna', 'zofia')).toBe('Hanna handed it over to Zofia');
    expect(assigned(null, 'hanna')).toBe('Hanna took it over');
    expect(assigned('ola', 'hanna')).toBe('Hanna took it over from Ola');
    expect(assigned(null, 'zofia')).toBe('Hanna assigned it to Zofia');
    expect(assigned(null, null, { toTeam: 'claims' })).toBe('Hanna passed it to Claims');
    expect(assigned('ola', null, { fromTeam: 'claims' })).toBe('Hanna took it from Ola, back into the queue');
    expect(assigned('hanna', null)).toBe('Hanna put it back into the queue');
    expect(assigned(null, 'zofia', { author: system })).toBe('Assigned to Zofia');
  });

  it('say why', () => {
    expect(assigned(null, 'hanna', { reason: 'answered' })).toBe('Hanna took it over, by answering');
    expect(assigned('ola', null, { author: system, reason: 'member-left' })).toBe('Back in the queue, the owner left the workspace');
    expect(assigned('ola', null, { author: system, reason: 'untouched' })).toBe('Back in the queue, untouched for too long');
    expect(said('assigned', { from: { assigneeId: null, teamId: null }, to: { assigneeId: 'ola', teamId: null }, reason: 'routing', why: { policy: 'capacity', knew: 'customer' } }, system)).toBe('Assigned to Ola, answered the customer last');
    expect(said('assigned', { from: {}, to: { assigneeId: 'zofia' }, note: 'knows her' })).toBe('Hanna assigned it to Zofia: knows her');
  });

  it('say what routing went by', () => {
    const parts = (why: object, reason = 'routing') => routedParts({ event: { type: 'assigned', data: { reason, why } } }, String).map(({ key, values }) => translate(eventStrings, key, values)).join(', ');
    expect(parts({ policy: 'capacity', skills: { german: 3 }, asked: { german: 4 }, before: 4, after: 5.5, capacity: 8 })).toBe('knows german: 3, asked for 4 at first, had the most room, carries 5.5 of 8 now');
    expect(parts({ policy: 'round-robin', asked: { german: 2 }, before: 0, after: 1, capacity: null })).toBe('asked for german 2 at first, was next, carries 1 now');
    expect(parts({ policy: 'least-loaded', knew: 'customer', before: 0, after: 1, capacity: null })).toBe('carries 1 now');
    expect(parts({ policy: 'capacity', after: 1 }, 'rule')).toBe('');
  });

  it('say what became of the conversation', () => {
    expect(said('resolved', { from: 'open' })).toBe('Hanna resolved it');
    expect(said('reopened', { by: 'contact' }, system)).toBe('Reopened by the customer’s message');
    expect(said('reopened', { from: 'resolved', reason: 'failure' }, system)).toBe('Reopened, because a message was not delivered');
    expect(said('reopened', { from: 'resolved', reason: 'undo' })).toBe('Hanna reopened it, taken back');
    expect(said('woken', { reason: 'timer' }, system)).toBe('Back from snooze');
    expect(said('woken', {}, system)).toBe('Back, because the customer wrote');
    expect(said('snoozed', { until: '2026-11-23T08:00:00Z' })).toBe('Hanna snoozed it until Mon 9:00');
    expect(said('rated', { score: 4 }, system)).toBe('The customer rated the answer: 4 of 5');
    expect(said('rated', { score: 2, solved: 'no', text: 'Nobody called' }, system)).toBe('The customer rated the answer: 2 of 5, the matter is not settled: Nobody called');
    expect(said('rated', { solved: 'yes' }, system)).toBe('The customer rated the answer, the matter is settled');
  });

  it('say what was done on the platform, and by whom', () => {
    expect(said('acted', { kind: 'hide', messageId: 'm' })).toBe('Hanna hid a message');
    expect(said('acted', { kind: 'unhide', messageId: 'm', elsewhere: true }, system)).toBe('A message was shown again on the platform');
    expect(said('acted', { kind: 'salute' }, system)).toBe('salute');
    expect(said('rating-changed', { from: { stars: 2, of: 5 }, to: { stars: 4, of: 5 } }, system)).toBe('The customer changed the stars from 2 to 4 of 5');
    expect(said('reopened', { by: 'edit' }, system)).toBe('Reopened, because the customer changed the text');
    expect(said('private-thread', {}, system)).toBe('The private reply opened a private conversation: it goes on here');
    expect(said('private-thread', { conversationId: 'c', number: 12 }, system)).toContain('conversation 12');
    expect(said('continued-in', { conversationId: 'c', number: 14 }, system)).toBe('Goes on in conversation 14');
  });

  it('never leave an event without words', () => {
    expect(said('warehouse.checked')).toBe('warehouse checked');
    expect(said('something', {}, hanna, 'Hanna did it')).toBe('Hanna did it');
  });

  it('do not show the place of a message that was taken back', () => {
    expect(isSilent({ kind: 'event', event: { type: 'taken-back', data: {} } } as unknown as MessageView)).toBe(true);
    expect(isSilent({ kind: 'event', event: { type: 'resolved', data: {} } } as unknown as MessageView)).toBe(false);
  });
});
