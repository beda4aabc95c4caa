import type { Member } from '@kontuar/contract';
import { inOrder, isFolded, workOf } from './order';

const member = (name: string, over: Partial<Member> = {}): Member => ({ id: name, userId: name, name, email: '', role: 'agent', teamIds: [], avatarUrl: null, active: true, presence: 'on', duty: { state: 'on', until: null, substituteId: null }, openCount: 0, ...over });
const duty = (state: Member['duty']['state'], until: string | null = null): Pick<Member, 'duty'> => ({ duty: { state, until, substituteId: null } });

describe('the columns of people', () => {
  it('begin with who is at work, then who is away, then who is not there, each by name', () => {
    const all = [member('Zofia'), member('Paweł', duty('sick')), member('Ola', { ...duty('away'), presence: 'away' }), member('Iga')];
    expect(inOrder(all, undefined).map(({ name }) => name)).toEqual(['Iga', 'Zofia', 'Ola', 'Paweł']);
  });

  it('are of one team when that is asked for, and never of who left', () => {
    expect(inOrder([member('A', { teamIds: ['t'] }), member('B'), member('C', { teamIds: ['t'], active: false })], 't').map(({ name }) => name)).toEqual(['A']);
  });

  it('count who has no hours as there while a screen of theirs is, and who has hours by them', () => {
    expect(workOf(member('A', { presence: 'off' }))).toBe('off');
    expect(workOf(member('A', { presence: 'off', ...duty('on', '2026-11-20T18:00:00Z') }))).toBe('here');
  });

  it('fold who is not at work, but not work that only lacks a screen', () => {
    expect(isFolded(member('A', { presence: 'off' }), 0)).toBe(true);
    expect(isFolded(member('A', { presence: 'off' }), 3)).toBe(false);
    expect(isFolded(member('A', duty('sick')), 3)).toBe(true);
    expect(isFolded(member('A'), 0)).toBe(false);
  });
});
