import type { Team } from '@kontuar/contract';
import { mentionsIn } from './mention-groups';

const team = (id: string, name: string): Team => ({ id, name, kind: 'team', memberIds: [], leadIds: [], openCount: 0 });
const teams = [team('1', 'Claims'), team('2', 'Claims Poland')];
const members = [{ id: 'anna', name: 'Anna' }];

describe('groups that a note names', () => {
  it('are asked once, the longest name first', () => {
    expect(mentionsIn('@Claims Poland and @Anna', members, teams)).toEqual({ mentions: ['anna'], mentionGroups: [{ teamId: '2', each: false }] });
  });

  it('are asked each of them where the name ends in an exclamation mark, also when both are written', () => {
    expect(mentionsIn('@Claims! please read', members, teams).mentionGroups).toEqual([{ teamId: '1', each: true }]);
    expect(mentionsIn('@Claims or @Claims!', members, teams).mentionGroups).toEqual([{ teamId: '1', each: true }]);
  });

  it('may be whoever is on shift, in either language', () => {
    expect(mentionsIn('@on shift', [], []).mentionGroups).toEqual([{ teamId: null, each: false }]);
    expect(mentionsIn('@na zmianie, @on shift', [], []).mentionGroups).toEqual([{ teamId: null, each: false }]);
  });

  it('are not made of addresses or other words', () => {
    expect(mentionsIn('info@Claims @Claimsman', members, teams)).toEqual({ mentions: [], mentionGroups: [] });
  });
});
