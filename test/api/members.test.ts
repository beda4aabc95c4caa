import type { Invitation, InvitationPreview, Me, Member, Page, Team } from '@kontuar/contract';
import { PULSE } from '@kontuar/core';
import { startTestApi, type Person, type TestApi } from '../support/app';

let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
});
afterAll(() => api.stop());

const listMembers = async (person: Person) => (await person.client.get<Page<Member>>('/members')).items;
const tokenOf = (invitation: Invitation) => invitation.url?.split('/').at(-1) as string;

describe('an invitation', () => {
  it('shows its link once, keeps only a hash, and lets one person in with role and teams', async () => {
    const team = await owner.client.post<Team>('/teams', { name: 'Returns' });
    const invitation = await owner.client.post<Invitation>('/invitations', { email: 'Ania@Example.com', role: 'agent', teamIds: [team.id] });
    const token = tokenOf(invitation);
    expect(invitation.url).toBe(`${api.url}/invite/${token}`);
    const { items } = await owner.client.get<Page<Invitation>>('/invitations');
    expect(items.find((item) => item.id === invitation.id)).toEqual({ ...invitation, url: undefined });
    expect(await api.sql('SELECT 1 FROM invitations WHERE token_hash = $1', [token])).toEqual([]);

    const guest = api.guest();
    expect(await guest.get<InvitationPreview>(`/invitations/by-token/${token}`)).toEqual({ workspaceName: 'Ceramika Nadolna', email: 'ania@example.com', role: 'agent', existingUser: false });
    const input = { name: 'Ania', password: 'a long password', locale: 'pl' };
    const answers = await Promise.all([guest.send('POST', `/invitations/by-token/${token}/accept`, input), api.guest().send('POST', `/invitations/by-token/${token}/accept`, input)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 404]);
    const joined = answers.find((answer) => answer.status === 201)?.body as Me;
    expect(joined).toMatchObject({ user: { name: 'Ania', email: 'ania@example.com', locale: 'pl' }, member: { role: 'agent', teamIds: [team.id] } });
    expect(await api.guest().refused('GET', `/invitations/by-token/${token}`)).toMatchObject({ status: 404, code: 'invitation-gone' });
  });

  it('ends after a week, when it is taken back, and when a new one is written', async () => {
    const [old, revoked, replaced] = [await invite('old@example.com'), await invite('revoked@example.com'), await invite('again@example.com')];
    await api.sql(`UPDATE invitations SET expires_at = now() - interval '1 second' WHERE id = $1`, [old.id]);
    await owner.client.delete(`/invitations/${revoked.id}`);
    const latest = await invite('again@example.com');
    for (const invitation of [old, revoked, replaced]) expect(await api.guest().refused('POST', `/invitations/by-token/${tokenOf(invitation)}/accept`, { password: 'a long password' })).toMatchObject({ code: 'invitation-gone' });
    expect((await api.guest().send('GET', `/invitations/by-token/${tokenOf(latest)}`)).status).toBe(200);
  });

  it('asks somebody who has an account for their own password', async () => {
    const stranger = await api.otherWorkspace();
    const invitation = await invite(stranger.email);
    const path = `/invitations/by-token/${tokenOf(invitation)}`;
    expect(await api.guest().get(path)).toMatchObject({ existingUser: true });
    expect(await api.guest().refused('POST', `${path}/accept`, { password: 'somebody guesses' })).toMatchObject({ status: 401, code: 'wrong-credentials' });
    const client = api.guest();
    const me = await client.post<Me>(`${path}/accept`, { password: stranger.password });
    expect(me.workspace.id).toBe(owner.workspaceId);
    expect(me.workspaces.map((workspace) => workspace.id)).toEqual([stranger.workspaceId]);

    const back = await client.post<Me>('/auth/switch', { workspaceId: stranger.workspaceId });
    expect(back).toMatchObject({ workspace: { id: stranger.workspaceId }, member: { role: 'owner' } });
    expect(await client.refused('POST', '/auth/switch', { workspaceId: '00000000-0000-4000-8000-000000000000' })).toMatchObject({ status: 404 });
    await api.sql('UPDATE memberships SET active = false WHERE user_id = $1 AND workspace_id = $2', [me.user.id, owner.workspaceId]);
  });

  it('wants a long enough password of a new user', async () => {
    const invitation = await invite('short@example.com');
    expect(await api.guest().refused('POST', `/invitations/by-token/${tokenOf(invitation)}/accept`, { password: 'short' })).toMatchObject({ status: 400, errors: [{ path: 'password' }] });
  });

  it('is not written to members, and not for owners by an admin', async () => {
    const admin = await api.invite(owner, 'admin');
    expect(await owner.client.refused('POST', '/invitations', { email: admin.email, role: 'agent' })).toMatchObject({ status: 409, code: 'already-member' });
    expect(await admin.client.refused('POST', '/invitations', { email: 'new@example.com', role: 'owner' })).toMatchObject({ status: 403 });
  });

  const invite = (email: string) => owner.client.post<Invitation>('/invitations', { email, role: 'agent' });
});

describe('the rights of a member', () => {
  it('are changed by owners and admins, but never an owner by an admin, and never by oneself', async () => {
    const [admin, agent] = [await api.invite(owner, 'admin'), await api.invite(owner, 'agent')];
    expect(await admin.client.patch<Member>(`/members/${agent.memberId}`, { role: 'supervisor' })).toMatchObject({ role: 'supervisor' });
    expect((await agent.client.get<Me>('/auth/me')).member.role).toBe('supervisor');
    expect(await admin.client.refused('PATCH', `/members/${owner.memberId}`, { role: 'agent' })).toMatchObject({ status: 403 });
    expect(await admin.client.refused('PATCH', `/members/${agent.memberId}`, { role: 'owner' })).toMatchObject({ status: 403 });
    expect(await admin.client.refused('PATCH', `/members/${admin.memberId}`, { role: 'owner' })).toMatchObject({ status: 409, code: 'own-role' });
    expect(await owner.client.refused('PATCH', `/members/${owner.memberId}`, { active: false })).toMatchObject({ status: 409, code: 'own-account' });
    expect(await agent.client.refused('PATCH', `/members/${admin.memberId}`, { active: false })).toMatchObject({ status: 403 });
  });

  it('leave one owner, even when two demote each other at once', async () => {
    const second = await api.invite(owner, 'owner');
    const answers = await Promise.all([owner.client.send('PATCH', `/members/${second.memberId}`, { role: 'admin' }), second.client.send('PATCH', `/members/${owner.memberId}`, { role: 'admin' })]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await api.sql(`SELECT count(*)::int AS n FROM memberships WHERE workspace_id = $1 AND role = 'owner' AND active`, [owner.workspaceId])).toEqual([{ n: 1 }]);
    await api.sql(`UPDATE memberships SET role = 'owner' WHERE id = $1`, [owner.memberId]);
    await api.sql(`UPDATE memberships SET role = 'agent' WHERE id = $1`, [second.memberId]);
  });

  it('raise the version and tell whoever holds a socket', async () => {
    const agent = await api.invite(owner, 'agent');
    const told: string[] = [];
    const stop = api.app.get<{ subscribe(topic: string, handler: (payload: string) => void): () => void }>(PULSE).subscribe('rights', (payload) => told.push((JSON.parse(payload) as { memberId: string }).memberId));
    const version = async () => (await api.sql<{ version: number }>('SELECT version FROM memberships WHERE id = $1', [agent.memberId]))[0]?.version ?? 0;
    const before = await version();
    const team = await owner.client.post<Team>('/teams', { name: 'Warranty', memberIds: [agent.memberId] });
    await owner.client.patch(`/members/${agent.memberId}`, { teamIds: [] });
    await owner.client.delete(`/teams/${team.id}`);
    expect(await version()).toBe(before + 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual([agent.memberId, agent.memberId]);
    stop();
  });
});

describe('a member who leaves', () => {
  it('is signed out at once, cannot sign in, and comes back when let in again', async () => {
    const agent = await api.invite(owner, 'agent');
    expect(await owner.client.patch<Member>(`/members/${agent.memberId}`, { active: false })).toMatchObject({ active: false, presence: 'off' });
    expect(await agent.client.refused('GET', '/auth/me')).toMatchObject({ status: 401 });
    expect(await api.guest().refused('POST', '/auth/login', { email: agent.email, password: agent.password })).toMatchObject({ status: 403, code: 'no-workspace' });
    expect(await owner.client.refused('POST', '/invitations', { email: agent.email, role: 'agent' })).toMatchObject({ code: 'member-inactive' });
    await owner.client.patch(`/members/${agent.memberId}`, { active: true });
    expect((await api.guest().send('POST', '/auth/login', { email: agent.email, password: agent.password })).status).toBe(200);
  });

  it('takes along the invitations that they wrote', async () => {
    const admin = await api.invite(owner, 'admin');
    const invitation = await admin.client.post<Invitation>('/invitations', { email: 'friend@example.com', role: 'admin' });
    await owner.client.patch(`/members/${admin.memberId}`, { active: false });
    expect(await api.guest().refused('GET', `/invitations/by-token/${tokenOf(invitation)}`)).toMatchObject({ code: 'invitation-gone' });
  });
});

it('shows who is on shift, and records it', async () => {
  const agent = await api.invite(owner, 'agent');
  await agent.client.put('/me/presence', { presence: 'on' });
  expect((await listMembers(owner)).find((member) => member.id === agent.memberId)).toMatchObject({ presence: 'on', openCount: 0 });
  expect(await agent.client.refused('PUT', '/me/presence', { presence: 'asleep' })).toMatchObject({ status: 400 });
});

it('pages the list of members by key and refuses a cursor that it did not make', async () => {
  const all = await listMembers(owner);
  const paged: Member[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<Member> = await owner.client.get(`/members?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    paged.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(paged.map((member) => member.id)).toEqual(all.map((member) => member.id));
  for (const cursor of ['nonsense', Buffer.from('["x"]').toString('base64url'), Buffer.from('[1,2,3]').toString('base64url')]) {
    expect(await owner.client.refused('GET', `/members?cursor=${cursor}`)).toMatchObject({ status: 400, code: 'bad-cursor' });
  }
});

describe('teams', () => {
  it('are made, renamed, filled and removed; a name is there once', async () => {
    const agent = await api.invite(owner, 'agent');
    const team = await owner.client.post<Team>('/teams', { name: 'Łódź', kind: 'branch', memberIds: [agent.memberId] });
    expect(team).toMatchObject({ kind: 'branch', memberIds: [agent.memberId], openCount: 0 });
    expect(await owner.client.refused('POST', '/teams', { name: 'Łódź' })).toMatchObject({ status: 409, code: 'team-exists' });
    expect(await owner.client.patch<Team>(`/teams/${team.id}`, { name: 'Łódź Centrum' })).toMatchObject({ name: 'Łódź Centrum', memberIds: [agent.memberId] });
    expect(await agent.client.get<Me>('/auth/me')).toMatchObject({ member: { teamIds: [team.id] } });
    expect((await owner.client.send('DELETE', `/teams/${team.id}`)).status).toBe(204);
    expect(await owner.client.refused('PATCH', `/teams/${team.id}`, { name: 'x' })).toMatchObject({ status: 404 });
  });

  it('take no members of another workspace', async () => {
    const stranger = await api.otherWorkspace();
    expect(await owner.client.refused('POST', '/teams', { name: 'Mixed', memberIds: [stranger.memberId] })).toMatchObject({ status: 400, code: 'unknown-member' });
    expect((await owner.client.get<Page<Team>>('/teams')).items.map((team) => team.name)).not.toContain('Mixed');
  });
});
