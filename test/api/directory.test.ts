import type { ApiToken, AuditEntry, AuditVerdict, Canned, ConversationView, DraftView, Label, Me, Page, WorkspaceSettings } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
});
afterAll(() => api.stop());

describe('labels', () => {
  it('are made, renamed and removed, with each name once', async () => {
    const label = await owner.client.post<Label>('/labels', { name: 'VIP', tone: 'amber' });
    expect(await owner.client.refused('POST', '/labels', { name: 'VIP' })).toMatchObject({ status: 409, code: 'label-exists' });
    expect(await owner.client.patch<Label>(`/labels/${label.id}`, { name: 'Very important' })).toEqual({ id: label.id, name: 'Very important', tone: 'amber' });
    expect((await agent.client.get<Page<Label>>('/labels')).items).toEqual([{ id: label.id, name: 'Very important', tone: 'amber' }]);
    await owner.client.delete(`/labels/${label.id}`);
    expect(await owner.client.refused('DELETE', `/labels/${label.id}`)).toMatchObject({ status: 404 });
  });

  it('leave the conversations that had them', async () => {
    const label = await owner.client.post<Label>('/labels', { name: 'Gone soon' });
    const conversation = await build.buildConversation({ labelIds: [label.id] });
    await owner.client.delete(`/labels/${label.id}`);
    expect((await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).labelIds).toEqual([]);
  });
});

describe('canned answers', () => {
  it('have a shortcut once per language, and count their uses', async () => {
    const input = { shortcut: 'Powitanie', title: 'Welcome', text: 'Dzień dobry {{name}}', locale: 'pl' };
    const answer = await owner.client.post<Canned>('/canned', input);
    expect(answer).toMatchObject({ shortcut: 'powitanie', uses: 0 });
    expect(await owner.client.refused('POST', '/canned', input)).toMatchObject({ status: 409, code: 'shortcut-exists' });
    await owner.client.post<Canned>('/canned', { ...input, locale: 'en' });
    await owner.client.post<Canned>('/canned', { ...input, locale: null });
    expect(await owner.client.refused('POST', '/canned', { ...input, locale: null })).toMatchObject({ code: 'shortcut-exists' });
    await Promise.all([1, 2, 3].map(() => agent.client.post(`/canned/${answer.id}/used`)));
    expect((await agent.client.get<Page<Canned>>('/canned')).items[0]).toMatchObject({ id: answer.id, uses: 3 });
    expect(await owner.client.patch<Canned>(`/canned/${answer.id}`, { locale: 'pl', text: 'Hej' })).toMatchObject({ text: 'Hej', shortcut: 'powitanie' });
    await owner.client.delete(`/canned/${answer.id}`);
    expect(await agent.client.refused('POST', `/canned/${answer.id}/used`)).toMatchObject({ status: 404 });
  });
});

describe('the workspace', () => {
  it('changes name, language, time zone and windows, and knows its time zones', async () => {
    expect(await owner.client.patch<WorkspaceSettings>('/workspace', { name: 'Nadolna 7', timeZone: 'Europe/London', reopenWindowHours: 0 })).toMatchObject({ name: 'Nadolna 7', timeZone: 'Europe/London', reopenWindowHours: 0, keepDeliveriesDays: 30 });
    expect(await agent.client.get('/workspace')).toMatchObject({ name: 'Nadolna 7' });
    expect((await agent.client.get<Me>('/auth/me')).workspace.name).toBe('Nadolna 7');
    expect(await owner.client.refused('PATCH', '/workspace', { timeZone: 'Europe/Atlantis' })).toMatchObject({ status: 400, code: 'unknown-time-zone' });
    expect(await agent.client.refused('PATCH', '/workspace', { name: 'Mine' })).toMatchObject({ status: 403 });
  });
});

describe('an API token', () => {
  it('is shown once, acts as its member within its scopes, and ends when it is revoked', async () => {
    const made = await owner.client.post<ApiToken>('/tokens', { name: 'Reports', scopes: ['read'] });
    const token = made.token as string;
    const program = owner.client.withToken(token);
    expect((await program.get<Me>('/auth/me')).member.id).toBe(owner.memberId);
    expect((await program.send('GET', '/members')).status).toBe(200);
    expect((await program.send('POST', '/labels', { name: 'By a program' })).status).toBe(403);
    expect((await program.send('GET', '/tokens')).status).toBe(403);
    const { items } = await owner.client.get<Page<ApiToken>>('/tokens');
    expect(items.find((item) => item.id === made.id)).toEqual({ ...made, token: undefined, lastUsedAt: expect.any(String) as string });
    expect(await api.sql('SELECT 1 FROM api_tokens WHERE token_hash = $1', [token])).toEqual([]);
    await owner.client.delete(`/tokens/${made.id}`);
    expect((await program.send('GET', '/auth/me')).status).toBe(401);
  });

  it('writes with scope write, administers with scope admin, but makes no tokens and changes no password', async () => {
    const write = owner.client.withToken((await owner.client.post<ApiToken>('/tokens', { name: 'Writer', scopes: ['write'] })).token as string);
    const admin = owner.client.withToken((await owner.client.post<ApiToken>('/tokens', { name: 'Admin', scopes: ['admin'] })).token as string);
    expect((await write.send('POST', '/labels', { name: 'From a program' })).status).toBe(201);
    expect((await write.send('POST', '/teams', { name: 'From a program' })).status).toBe(403);
    expect((await admin.send('POST', '/teams', { name: 'From a program' })).status).toBe(201);
    expect((await admin.send('POST', '/tokens', { name: 'Child', scopes: ['admin'] })).status).toBe(403);
    expect((await admin.send('PATCH', '/me', { newPassword: 'taken over now', currentPassword: owner.password })).status).toBe(403);
    expect((await admin.send('POST', '/auth/switch', { workspaceId: owner.workspaceId })).status).toBe(403);
  });

  it('ends by itself', async () => {
    expect(await owner.client.refused('POST', '/tokens', { name: 'Late', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 400 });
    const made = await owner.client.post<ApiToken>('/tokens', { name: 'Short', scopes: ['read'], expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const program = owner.client.withToken(made.token as string);
    expect((await program.send('GET', '/auth/me')).status).toBe(200);
    await api.sql(`UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`, [made.id]);
    expect((await program.send('GET', '/auth/me')).status).toBe(401);
  });
});

describe('a draft', () => {
  it('is kept for its writer on every device, and nobody else sees it', async () => {
    const conversation = await build.buildConversation();
    const path = `/conversations/${conversation.id}/draft`;
    expect(await agent.client.get<DraftView>(path)).toMatchObject({ text: '', attachmentIds: [] });
    await agent.client.put<DraftView>(path, { text: 'Dzień dobry', private: false, attachmentIds: [], sinceSeq: 3, cc: ['anna@example.com'] });
    const saved = await agent.client.put<DraftView>(path, { text: 'Dzień dobry, pani Anno', private: false, attachmentIds: [], sinceSeq: 3, cc: ['anna@example.com'] });
    expect(await agent.client.get(path)).toEqual(saved);
    expect(await owner.client.get<DraftView>(path)).toMatchObject({ text: '' });
    expect((await agent.client.send('DELETE', path)).status).toBe(204);
    expect(await agent.client.get<DraftView>(path)).toMatchObject({ text: '' });
  });

  it('keeps for whom it is meant, and never makes a private one public by itself', async () => {
    const conversation = await build.buildConversation();
    const path = `/conversations/${conversation.id}/draft`;
    const put = (more: object) => agent.client.put<DraftView>(path, { text: 'Your address?', private: false, attachmentIds: [], sinceSeq: 0, ...more });
    expect((await agent.client.get<DraftView>(path)).visibility).toBeNull();
    expect((await put({ visibility: 'public' })).visibility).toBe('public');
    // Whoever does not say it does not know it.
    expect((await put({})).visibility).toBeNull();
    expect((await put({ visibility: 'private' })).visibility).toBe('private');
    expect((await put({})).visibility).toBe('private');
    expect((await put({ visibility: null })).visibility).toBe('private');
    expect((await agent.client.get<DraftView>(path)).visibility).toBe('private');
    expect((await put({ text: '' })).visibility).toBeNull();
    expect((await put({ private: true, visibility: 'public' })).visibility).toBeNull();
  });

  it('carries no file of somebody else', async () => {
    const conversation = await build.buildConversation();
    const file = (owned: string) => api.sql<{ id: string }>(`INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, state) VALUES (gen_random_uuid(), $1, $2, 'a.pdf', 'application/pdf', 'ready') RETURNING id`, [owner.workspaceId, `member:${owned}`]);
    const [[mine], [theirs]] = [await file(agent.memberId), await file(owner.memberId)];
    const draft = await agent.client.put<DraftView>(`/conversations/${conversation.id}/draft`, { text: 'see', private: false, attachmentIds: [mine?.id, theirs?.id], sinceSeq: 0 });
    expect(draft.attachmentIds).toEqual([mine?.id]);
    expect(draft.attachments).toMatchObject([{ id: mine?.id, name: 'a.pdf' }]);
  });
});

describe('the log', () => {
  it('names who did what, filters, and pages from the newest', async () => {
    await owner.client.post('/labels', { name: 'For the log' });
    const { items } = await eventually(() => owner.client.get<Page<AuditEntry>>('/audit?limit=5&action=label'), (page) => page.items.length > 0 && page.items[0]?.action === 'label.created');
    expect(items[0]).toMatchObject({ action: 'label.created', actorKind: 'member', actorId: owner.memberId, actorName: 'Olga Owner', subjectType: 'label' });
    expect(items.every((entry) => entry.action.startsWith('label.'))).toBe(true);
    const all: AuditEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<AuditEntry> = await owner.client.get(`/audit?limit=10${cursor === '' ? '' : `&cursor=${cursor}`}`);
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(all.map((entry) => entry.seq)).toEqual([...all.map((entry) => entry.seq)].sort((a, b) => b - a));
    expect(all.at(-1)).toMatchObject({ seq: 1, action: 'workspace.created', actorName: 'Olga Owner' });
    expect(await agent.client.refused('GET', '/audit')).toMatchObject({ status: 403 });
  });

  it('proves that nothing was changed, moved or taken out, and says where it was', async () => {
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true, brokenAt: null });
    const [victim] = await api.sql<{ id: string; seq: string; data: object }>(`SELECT id, seq, data FROM events WHERE workspace_id = $1 AND seq > 3 ORDER BY seq LIMIT 1`, [owner.workspaceId]);
    const tamper = async (change: string, values: unknown[]) => {
      await api.sql('ALTER TABLE events DISABLE TRIGGER USER');
      await api.sql(change, values);
      await api.sql('ALTER TABLE events ENABLE TRIGGER USER');
    };
    await tamper(`UPDATE events SET data = '{"role":"owner"}' WHERE id = $1`, [victim?.id]);
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toEqual({ ok: false, checked: Number(victim?.seq) - 1, brokenAt: Number(victim?.seq) });
    await tamper('UPDATE events SET data = $2 WHERE id = $1', [victim?.id, JSON.stringify(victim?.data)]);
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
    await tamper('DELETE FROM events WHERE workspace_id = $1 AND seq = (SELECT max(seq) FROM events WHERE workspace_id = $1)', [owner.workspaceId]);
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: false });
  });

  it('can not be changed by the application itself', async () => {
    await expect(api.database.asSystem((tx) => tx.execute(`UPDATE events SET data = '{}'`))).rejects.toThrow(/permission denied/);
    await expect(api.database.asSystem((tx) => tx.execute('DELETE FROM events'))).rejects.toThrow(/permission denied/);
    await expect(api.sql(`UPDATE events SET type = 'x' WHERE seq = 1`)).rejects.toThrow(/append-only/);
  });
});

async function eventually<T>(look: () => Promise<T>, enough: (found: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await look();
    if (enough(found) || Date.now() > deadline) return found;
  }
}
