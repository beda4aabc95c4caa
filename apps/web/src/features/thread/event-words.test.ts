import type { MessageView } from '@kontuar/contract';
import { translate } from '../../i18n/strings';
import { eventWords, type EventNames } from './event-words';
import { eventStrings } from './event.strings';

const people: Record<string, string> = { ola: 'Ola', hanna: 'Hanna', zofia: 'Zofia' };
const names: EventNames = {
  member: (id) => people[id] ?? null, team: (id) => (id === 'claims' ? 'Claims' : null), label: (id) => (id === 'l1' ? 'delivery' : null),
  value: (value) => value, moment: () => 'Mon 9:00', list: (items) => items.join(' and '),
};

function said(type: string, data: Record<string, unknown> = {}, author: { kind: 'member' | 'contact' | 'system'; id: string | null } = { kind: 'member', id: 'hanna' }, text = ''): string {
  const message = { event: { type, data }, text, author: { ...author, name: people[author.id ?? ''] ?? '' } } as unknown as MessageView;
  const words = eventWords(message, names);
  return translate(eventStrings, words.key, words.values) + (words.reason === null ? '' : ` (${words.reason})`);
}

describe('lines of the timeline', () => {
  it('say who handed over to whom and why', () => {
    expect(said('assigned', { fromAssigneeId: 'ola', toAssigneeId: 'zofia', note: 'knows her since spring' })).toBe('Reassigned from Ola to Zofia by Hanna (knows her since spring)');
    expect(said('assigned', { fromAssigneeId: 'hanna', toAssigneeId: 'zofia' })).toBe('Hanna handed it over to Zofia');
    expect(said('assigned', { assigneeId: 'hanna' })).toBe('Hanna took it over');
    expect(said('assigned', { assigneeId: 'hanna', fromAssigneeId: 'ola' })).toBe('Hanna took it over from Ola');
    expect(said('assigned', { assigneeId: null, teamId: 'claims' })).toBe('Hanna passed it to Claims');
    expect(said('assigned', { assigneeId: null, fromAssigneeId: 'ola' })).toBe('Hanna took it from Ola, back into the queue');
    expect(said('assigned', { assigneeId: 'zofia' }, { kind: 'system', id: null })).toBe('Assigned to Zofia');
  });

  it('say what became of the conversation', () => {
    expect(said('state', { from: 'open', to: 'resolved' })).toBe('Hanna resolved it');
    expect(said('state', { from: 'resolved', to: 'open' }, { kind: 'contact', id: null })).toBe('Reopened by the customer’s message');
    expect(said('state', { from: 'snoozed', to: 'open' }, { kind: 'system', id: null })).toBe('Back from snooze');
    expect(said('state', { to: 'snoozed', until: '2026-11-23T08:00:00Z' })).toBe('Hanna snoozed it until Mon 9:00');
    expect(said('closed-as-thanks')).toMatch(/^Closed as thanks/);
    expect(said('labels', { added: ['l1'], removed: [] })).toBe('Hanna added delivery');
  });

  it('never leave an event without words', () => {
    expect(said('warehouse.checked')).toBe('warehouse checked');
    expect(said('something', {}, { kind: 'member', id: 'hanna' }, 'Hanna did it')).toBe('Hanna did it');
  });
});
