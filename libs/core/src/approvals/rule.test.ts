import { ruleFor, type Asking, type RuleRow } from './rule';

const rule = (over: Partial<RuleRow> = {}): RuleRow => ({
  id: 'rule', name: 'Rule', active: true, roles: [], member_ids: [], author_team_ids: [], channel_ids: [], team_ids: [], visibility: null, approver_ids: [], team_leads: true, fallbacks: [], ...over,
});
const asking = (over: Partial<Asking> = {}): Asking => ({ memberId: 'ola', role: 'agent', memberTeamIds: ['shop'], channelId: 'mail', teamId: null, visibility: 'private', ...over });
const asks = (row: RuleRow, about: Asking) => ruleFor([row], about) !== undefined;

describe('whose answers a rule wants approved', () => {
  it('everybody’s when it names nobody, but not those of owners', () => {
    expect(asks(rule(), asking())).toBe(true);
    expect(asks(rule(), asking({ role: 'supervisor' }))).toBe(true);
    expect(asks(rule(), asking({ role: 'owner' }))).toBe(false);
  });

  it('those of a role, of a member, of a team: any of them is enough', () => {
    expect(asks(rule({ roles: ['agent'] }), asking())).toBe(true);
    expect(asks(rule({ roles: ['agent'] }), asking({ role: 'supervisor' }))).toBe(false);
    expect(asks(rule({ member_ids: ['jan'] }), asking())).toBe(false);
    expect(asks(rule({ member_ids: ['jan'], author_team_ids: ['shop'] }), asking())).toBe(true);
    expect(asks(rule({ member_ids: ['ola'] }), asking({ role: 'owner' }))).toBe(true);
  });

  it('only on its channels, teams and side', () => {
    expect(asks(rule({ channel_ids: ['mail'] }), asking())).toBe(true);
    expect(asks(rule({ channel_ids: ['page'] }), asking())).toBe(false);
    expect(asks(rule({ team_ids: ['claims'] }), asking())).toBe(false);
    expect(asks(rule({ team_ids: ['claims'] }), asking({ teamId: 'claims' }))).toBe(true);
    expect(asks(rule({ visibility: 'public' }), asking())).toBe(false);
    expect(asks(rule({ visibility: 'public' }), asking({ visibility: 'public' }))).toBe(true);
  });

  it('nobody’s while it is switched off; the first of several that fit is the one', () => {
    expect(asks(rule({ active: false }), asking())).toBe(false);
    expect(ruleFor([rule({ id: 'one', channel_ids: ['page'] }), rule({ id: 'two' }), rule({ id: 'three' })], asking())?.id).toBe('two');
  });
});
