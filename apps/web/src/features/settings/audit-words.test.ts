import { auditFacts } from './audit-words';

describe('facts of the log', () => {
  it('names changed fields and states, and leaves ids out', () => {
    expect(auditFacts({ data: { fields: ['name', 'memberIds'], paused: true, channelId: 'x', memberIds: ['a'], from: null } })).toBe('name, memberIds; paused: true');
    expect(auditFacts({ data: { role: { from: 'agent', to: 'supervisor' }, other: { nested: 1 } } })).toBe('role: agent → supervisor');
    expect(auditFacts({ data: {} })).toBe('');
  });
});
