import { namesOf, takenOver, type Standing } from './facts';

const standing = (over: Partial<Standing> = {}): Standing => ({ state: 'open', assignee_id: null, team_id: null, priority: 1, matter: null, matter_by: null, matter_confidence: null, label_ids: [], subject: null, snoozed_until: null, ...over });

describe('what a conversation takes over from one that goes up in it', () => {
  it('is nothing where it has everything itself', () => {
    expect(takenOver(standing({ assignee_id: 'ola', priority: 2, label_ids: ['vip'], subject: 'Mug', matter: 'claim', matter_by: 'member', matter_confidence: 1 }), standing({ assignee_id: 'jan', priority: 1, label_ids: ['vip'], subject: 'Cup', matter: 'lead' }))).toEqual({});
  });

  it('is work: an open one opens it, and a closed one never closes it', () => {
    expect(takenOver(standing({ state: 'resolved' }), standing({ state: 'open' }))).toEqual({ state: 'open' });
    expect(takenOver(standing({ state: 'open' }), standing({ state: 'resolved' }))).toEqual({});
    expect(takenOver(standing({ state: 'resolved' }), standing({ state: 'snoozed', snoozed_until: '2026-12-01T08:00:00.000Z' }))).toEqual({ state: 'snoozed', snoozed_until: '2026-12-01T08:00:00.000Z' });
    expect(takenOver(standing({ state: 'pending' }), standing({ state: 'snoozed', snoozed_until: '2026-12-01T08:00:00.000Z' }))).toEqual({});
  });

  it('is whose it was, where it was nobody’s', () => {
    expect(takenOver(standing(), standing({ assignee_id: 'jan', team_id: 'shop' }))).toEqual({ assignee_id: 'jan', team_id: 'shop' });
    expect(takenOver(standing({ team_id: 'office' }), standing({ assignee_id: 'jan', team_id: 'shop' }))).toEqual({ assignee_id: 'jan' });
    expect(takenOver(standing({ assignee_id: 'ola' }), standing({ team_id: 'shop' }))).toEqual({});
    expect(takenOver(standing(), standing({ team_id: 'shop' }))).toEqual({ team_id: 'shop' });
  });

  it('is the higher priority, the labels of both, and a subject where there was none', () => {
    const change = takenOver(standing({ label_ids: ['vip'], subject: '' }), standing({ priority: 3, label_ids: ['refund', 'vip'], subject: 'Mug', matter: 'claim', matter_by: 'member', matter_confidence: 1 }));
    expect(change).toEqual({ priority: 3, label_ids: ['vip', 'refund'], subject: 'Mug', matter: 'claim', matter_by: 'member', matter_confidence: 1 });
    expect(namesOf(change)).toEqual(['priority', 'matter', 'subject', 'labels']);
  });
});
