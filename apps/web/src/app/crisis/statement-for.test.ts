import type { CrisisNow } from '@kontuar/contract';
import { statementFor } from './queries';

const now = (more: object): CrisisNow => ({
  current: { id: 'k', reason: 'Parcels', channelIds: [], teamIds: [], statement: { en: 'We look into it.', pl: 'Sprawdzamy.' }, alertId: null, beganAt: '', beganBy: { id: 'm', name: 'Olga' }, endedAt: null, endedBy: null, version: 1, ...more }, undecided: [],
});
const conversation = { channelId: 'mail', teamId: null };

describe('the statement of a crisis', () => {
  it('is said in the language of the customer, or in the one that there is', () => {
    expect(statementFor(now({}), conversation, 'pl')).toBe('Sprawdzamy.');
    expect(statementFor(now({ statement: { en: 'We look into it.', pl: '' } }), conversation, 'pl')).toBe('We look into it.');
  });

  it('is offered where the crisis is: everywhere, on its channels, with its teams', () => {
    expect(statementFor(now({ channelIds: ['page'] }), conversation, 'en')).toBe('');
    expect(statementFor(now({ channelIds: ['page', 'mail'] }), conversation, 'en')).toBe('We look into it.');
    expect(statementFor(now({ teamIds: ['claims'] }), conversation, 'en')).toBe('');
    expect(statementFor(now({ teamIds: ['claims'] }), { channelId: 'mail', teamId: 'claims' }, 'en')).toBe('We look into it.');
    expect(statementFor({ current: null, undecided: [] }, conversation, 'en')).toBe('');
    expect(statementFor(undefined, conversation, 'en')).toBe('');
  });
});
