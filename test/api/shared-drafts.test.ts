import * as Y from 'yjs';
import type { ConversationChange, ConversationView, DraftEnded, DraftUpdated, DraftView, MessageView, Posted, SharedDraftAnswer, SharedDraftView } from '@kontuar/contract';
import { Housekeeping, PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import { startApi, type RunningApi } from '../../apps/api/src/app';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

const none = '';
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const bytes = (text: string) => Buffer.from(text, 'base64');

describe.each(backends)('a shared draft, over two api processes and $backend', ({ redis, anyQueue }) => {
  const fakePlain = fakePlatform().connector;
  const platform = { connector: { ...fakePlain, capabilities: { ...fakePlain.capabilities, undoSendSeconds: 30 } } };
  let api: TestApi;
  let second: RunningApi;
  let owner: Person;
  let ola: Person;
  let jan: Person;
  let build: Factories;
  let fake: string | undefined;
  const lines: AgentSocket[] = [];

  beforeAll(async () => {
    api = await startTestApi({ redis, connectors: [platform.connector], worker: true });
    second = await startApi(api.config, { connectors: [platform.connector], ...(redis ? {} : { pulse: api.app.get<Pulse>(PULSE) }) });
    owner = await api.signUp();
    ola = await api.invite(owner, 'agent', { name: 'Ola' });
    jan = await api.invite(owner, 'agent', { name: 'Jan' });
    build = factories(api.sql, owner.workspaceId);
  });
  afterEach(() => { for (const line of lines.splice(0)) line.close(); });
  afterAll(async () => {
    await second.close();
    await api.stop();
  });

  const begun = async () => build.buildConversation({ channelId: (fake ??= await build.buildChannel({ connectorId: 'fake' })) });
  const share = (person: Person, conversation: { id: string }, text = 'Dear Anna', more: object = {}) =>
    person.client.post<SharedDraftView>(`/conversations/${conversation.id}/shared-draft`, { text, attachmentIds: [], sinceSeq: 0, ...more });
  const view = (person: Person, draft: { id: string }) => person.client.get<SharedDraftView>(`/shared-drafts/${draft.id}`);
  const conversationOf = (conversation: { id: string }) => owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
  const say = (person: Person, conversation: { id: string }, clientId: string, text: string, more: object = {}) => person.client.send<Posted & { code: string }>('POST', `/conversations/${conversation.id}/messages`, { clientId, text, ...more });
  const uploaded = async (person: Person) => (await api.sql<{ id: string }>(`INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, state) VALUES (gen_random_uuid(), $1, $2, 'a.pdf', 'application/pdf', 'ready') RETURNING id`, [owner.workspaceId, `member:${person.memberId}`]))[0]?.id as string;

  /** A browser: `on` 2 is the other process. */
  async function browser(person: Person, draft: { id: string }, on: 1 | 2 = 1) {
    const line = await openAgentSocket(on === 1 ? api.url : `http://127.0.0.1:${second.port}`, person.client.cookie);
    lines.push(line);
    const { socket } = line;
    const doc = new Y.Doc();
    const ended: DraftEnded[] = [];
    const updates: DraftUpdated[] = [];
    socket.on('draft.updated', (event) => {
      updates.push(event);
      Y.applyUpdate(doc, bytes(event.update));
    });
    socket.on('draft.ended', (event) => ended.push(event));
    const join = async () => {
      const answer = await socket.emitWithAck('draft.join', { draftId: draft.id, vector: base64(Y.encodeStateVector(doc)) });
      if (!answer.ok) return answer;
      Y.applyUpdate(doc, bytes(answer.update));
      return answer;
    };
    const send = (update: Uint8Array) => socket.emitWithAck('draft.update', { draftId: draft.id, update: base64(update) });
    const type = (at: number, text: string) => {
      const before = Y.encodeStateVector(doc);
      doc.getText('text').insert(at, text);
      return send(Y.encodeStateAsUpdate(doc, before));
    };
    expect(await join()).toMatchObject({ ok: true });
    return { socket, doc, ended, updates, join, send, type, text: () => doc.getText('text').toJSON(), until: (text: string) => eventually(() => { expect(doc.getText('text').toJSON()).toBe(text); }) };
  }

  it('is begun from a draft of one’s own, is shown to everybody, and is written by both at once', async () => {
    const conversation = await begun();
    await ola.client.put<DraftView>(`/conversations/${conversation.id}/draft`, { text: 'Dear Anna', private: false, attachmentIds: [], sinceSeq: 0 });
    expect((await jan.client.get<SharedDraftAnswer>(`/conversations/${conversation.id}/shared-draft`)).draft).toBeNull();
    const watching = await openAgentSocket(api.url, jan.client.cookie);
    lines.push(watching);
    const draft = await share(ola, conversation, 'Dear Anna', { cc: ['boss@example.com'], visibility: 'private' });
    await watching.until('conversation.updated', (event) => event.conversation.sharedDraft?.id === draft.id);
    expect((await conversationOf(conversation)).sharedDraft).toMatchObject({ id: draft.id, ownerId: ola.memberId, ownerName: 'Ola' });
    expect(await ola.client.get<DraftView>(`/conversations/${conversation.id}/draft`)).toMatchObject({ text: '' });
    expect((await jan.client.get<SharedDraftAnswer>(`/conversations/${conversation.id}/shared-draft`)).draft).toMatchObject({ id: draft.id, text: 'Dear Anna', cc: ['boss@example.com'], side: 'private', mayKeep: false });
    expect(await jan.client.refused('POST', `/conversations/${conversation.id}/shared-draft`, { text: 'Mine', attachmentIds: [], sinceSeq: 0 })).toMatchObject({ status: 409, code: 'draft-shared-already', ownerName: 'Ola' });

    const [a, b] = [await browser(ola, draft), await browser(jan, draft, 2)];
    const write = async (person: typeof a, place: () => number) => {
      for (const letter of ['1', '2', '3']) expect(await person.type(place(), letter)).toMatchObject({ ok: true });
    };
    await Promise.all([write(a, () => a.text().length), write(b, () => 0)]);
    await eventually(() => { expect(a.text()).toBe(b.text()); expect(a.text()).toHaveLength('Dear Anna'.length + 6); });
    expect((await view(jan, draft)).text).toBe(a.text());
    expect(b.updates[0]).toMatchObject({ memberId: ola.memberId, name: 'Ola' });
  });

  it('tells where everybody’s caret is, under the name of who is signed in, and when they go', async () => {
    const draft = await share(ola, await begun());
    const [a, b] = [await browser(ola, draft), await browser(jan, draft, 2)];
    const told: unknown[] = [];
    a.socket.on('draft.cursor', (event) => told.push(event));
    const cursor = { anchor: base64(Uint8Array.of(1, 2)), head: base64(Uint8Array.of(3)) };
    await b.socket.emitWithAck('draft.cursor', { draftId: draft.id, cursor, name: 'Somebody else' } as never);
    await eventually(() => { expect(told).toEqual([{ draftId: draft.id, memberId: jan.memberId, name: 'Jan', seat: b.socket.id, here: true, cursor }]); });
    b.socket.close();
    await eventually(() => { expect(told.at(-1)).toMatchObject({ seat: expect.any(String) as string, here: false }); });
  });

  it('merges what was written offline, and whoever comes late gets all of it', async () => {
    const draft = await share(ola, await begun(), 'one');
    const [a, b] = [await browser(ola, draft), await browser(jan, draft)];
    b.socket.disconnect();
    const known = Y.encodeStateVector(b.doc);
    b.doc.getText('text').insert(3, ' three');
    await a.type(3, ' two');
    const c = await browser(jan, draft, 2);
    Y.applyUpdate(c.doc, Y.encodeStateAsUpdate(b.doc, known));
    expect(await c.send(Y.encodeStateAsUpdate(b.doc, known))).toMatchObject({ ok: true });
    await eventually(() => { expect(a.text()).toBe(c.text()); });
    expect([...a.text().split(' ')].sort()).toEqual(['one', 'three', 'two']);
    // Once more, as after an answer that never came: nothing is doubled.
    expect(await c.send(Y.encodeStateAsUpdate(b.doc, known))).toMatchObject({ ok: true });
    expect((await view(ola, draft)).text).toBe(a.text());
  });

  it('keeps every acknowledged key over hundreds of them, compacted', async () => {
    const draft = await share(ola, await begun(), '');
    const a = await browser(ola, draft);
    let known = Y.encodeStateVector(a.doc);
    for (let at = 0; at < 150; at += 1) {
      a.doc.getText('text').insert(a.text().length, String(at % 10));
      // Faster than is let through: what was refused goes with the next.
      if ((await a.send(Y.encodeStateAsUpdate(a.doc, known))).ok) known = Y.encodeStateVector(a.doc);
    }
    await eventually(async () => { expect(await a.send(Y.encodeStateAsUpdate(a.doc, known))).toMatchObject({ ok: true }); });
    const written = (await view(jan, draft)).text;
    expect(written).toBe(a.text());
    const [rows] = await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM shared_draft_updates WHERE draft_id = $1`, [draft.id]);
    expect(rows?.n).toBeLessThan(140);
    expect((await browser(jan, draft, 2)).text()).toBe(written);
  }, 30_000);

  anyQueue('refuses what is broken, hostile or too large with a reason, and hurts nobody by it', async () => {
    const draft = await share(ola, await begun(), 'Safe');
    const [a, b] = [await browser(ola, draft), await browser(jan, draft, 2)];
    expect(await b.send(Uint8Array.of(9, 9, 9, 9))).toEqual({ ok: false, code: 'draft-unreadable' });
    const hostile = new Y.Doc();
    hostile.getMap('secrets').set('x', 'y');
    expect(await b.send(Y.encodeStateAsUpdate(hostile))).toEqual({ ok: false, code: 'draft-unreadable' });
    expect(await b.socket.emitWithAck('draft.update', { draftId: draft.id, update: 'A'.repeat(60_000) })).toEqual({ ok: false, code: 'invalid' });
    expect(await b.socket.emitWithAck('draft.update', { draftId: draft.id, update: 'not base64!' })).toEqual({ ok: false, code: 'invalid' });
    expect(await b.socket.emitWithAck('draft.join', { draftId: draft.id, vector: base64(Uint8Array.of(255, 255)) })).toMatchObject({ ok: false, code: 'draft-unreadable' });
    const codes = await Promise.all(Array.from({ length: 120 }, async () => (await b.send(Uint8Array.of(9))) as { code: string }));
    expect(codes.map(({ code }) => code)).toContain('too-fast');
    expect(await a.type(4, ' and sound')).toMatchObject({ ok: true });
    expect((await view(jan, draft)).text).toBe('Safe and sound');
    expect(await ola.client.refused('POST', `/shared-drafts/${draft.id}/updates`, { update: base64(Uint8Array.of(1, 1)) })).toMatchObject({ status: 422, code: 'draft-unreadable' });
    const pasted = Y.encodeStateVector(a.doc);
    a.doc.getText('text').insert(0, 'ż'.repeat(30_000));
    await ola.client.post(`/shared-drafts/${draft.id}/updates`, { update: base64(Y.encodeStateAsUpdate(a.doc, pasted)) });
    expect((await view(jan, draft)).text).toHaveLength(30_014);
  });

  it('follows the rights on the conversation, key by key', async () => {
    const channelId = await build.buildChannel({ access: 'restricted' });
    const conversation = await build.buildConversation({ channelId, assigneeId: ola.memberId });
    const draft = await share(ola, conversation);
    expect((await jan.client.send('GET', `/shared-drafts/${draft.id}`)).status).toBe(404);
    const boss = await browser(owner, draft);
    const mine = await browser(ola, draft, 2);
    await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: null });
    await boss.type(0, 'secret ');
    await eventually(() => { expect(mine.ended).toMatchObject([{ state: 'gone', text: null }]); });
    expect(mine.text()).toBe('Dear Anna');
    expect(await mine.type(0, 'x')).toEqual({ ok: false, code: 'not-found' });
    expect((await ola.client.send('POST', `/shared-drafts/${draft.id}/keep`)).status).toBe(404);
  });

  it('is sent once: of two who press at the same time one is told who was faster', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation);
    const [a, b] = [await browser(ola, draft), await browser(jan, draft, 2)];
    const answers = await Promise.all([say(ola, conversation, 'ola-1', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 } }), say(jan, conversation, 'jan-1', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 } })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const winner = answers[0].status === 201 ? 'Ola' : 'Jan';
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'draft-sent', byName: winner });
    await eventually(() => { expect([a.ended, b.ended]).toEqual([[expect.objectContaining({ state: 'sent', name: winner, text: 'Dear Anna' })], [expect.objectContaining({ state: 'sent' })]]); });
    expect((await conversationOf(conversation)).sharedDraft).toBeNull();
    expect(await a.type(0, 'x')).toEqual({ ok: false, code: 'draft-sent' });
    const sent = await api.sql(`SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'out'`, [conversation.id]);
    expect(sent).toHaveLength(1);
    // The same key again is the same message, not a second one and no refusal.
    const again = winner === 'Ola' ? await say(ola, conversation, 'ola-1', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 } }) : await say(jan, conversation, 'jan-1', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 } });
    expect(again.status).toBe(201);

    // Taken back in time, it is there again for both.
    const message = (answers.find(({ status }) => status === 201) as { body: Posted }).body.message;
    await owner.client.delete<MessageView>(`/messages/${message.id}`);
    expect((await conversationOf(conversation)).sharedDraft?.id).toBe(draft.id);
    expect(await b.join()).toMatchObject({ ok: true });
    expect(await b.type(9, '!')).toMatchObject({ ok: true });
    expect((await view(ola, draft)).text).toBe('Dear Anna!');
  });

  anyQueue('is not sent out of a browser that missed what a colleague wrote since', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation);
    const b = await browser(jan, draft);
    const answer = await b.type(9, ', thank you');
    await api.sql(`UPDATE shared_draft_updates SET at = at - interval '5 seconds' WHERE draft_id = $1`, [draft.id]);
    expect((await say(ola, conversation, 'late', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 } })).body).toMatchObject({ code: 'draft-moved' });
    expect((await conversationOf(conversation)).sharedDraft?.id).toBe(draft.id);
    expect((await say(ola, conversation, 'late', 'Dear Anna, thank you', { sharedDraft: { id: draft.id, seq: (answer as unknown as { seq: number }).seq } })).status).toBe(201);
  });

  anyQueue('waits for approval or its time as any answer does, and comes back when that is withdrawn', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation);
    const held = await say(jan, conversation, 'monday', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 0 }, sendAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await conversationOf(conversation)).sharedDraft).toBeNull();
    await jan.client.delete(`/planned/${(held.body as unknown as { planned: { id: string } }).planned.id}`);
    expect((await conversationOf(conversation)).sharedDraft?.id).toBe(draft.id);
  });

  anyQueue('carries everybody’s files, opens nobody’s by their id alone, and gives them to whoever sends', async () => {
    const conversation = await begun();
    const [olas, jans, secret] = [await uploaded(ola), await uploaded(jan), await uploaded(owner)];
    const draft = await share(ola, conversation, 'See', { attachmentIds: [olas] });
    expect(draft.attachments).toMatchObject([{ id: olas }]);
    const { attachments } = await jan.client.put<SharedDraftView>(`/shared-drafts/${draft.id}/files`, { add: [jans] });
    expect(attachments.map(({ id }) => id)).toEqual([olas, jans]);
    expect(await jan.client.refused('PUT', `/shared-drafts/${draft.id}/files`, { add: [secret] })).toMatchObject({ status: 404 });
    expect((await say(jan, conversation, 'f-1', 'See', { sharedDraft: { id: draft.id, seq: 0 }, attachmentIds: [secret] })).status).toBe(404);
    const sent = await say(jan, conversation, 'f-2', 'See', { sharedDraft: { id: draft.id, seq: 0 }, attachmentIds: [olas, jans] });
    expect(sent.body.message.attachments.map(({ id }) => id).sort()).toEqual([olas, jans].sort());
  });

  anyQueue('goes back to one person with words and files; who only writes in it may not take it', async () => {
    const conversation = await begun();
    const file = await uploaded(jan);
    const draft = await share(ola, conversation, 'Dear Anna');
    const b = await browser(jan, draft, 2);
    await b.type(9, ' and Piotr');
    await jan.client.put(`/shared-drafts/${draft.id}/files`, { add: [file] });
    expect(await jan.client.refused('POST', `/shared-drafts/${draft.id}/keep`)).toMatchObject({ status: 403 });
    await ola.client.put<DraftView>(`/conversations/${conversation.id}/draft`, { text: 'Besides', private: false, attachmentIds: [], sinceSeq: 0 });
    expect(await ola.client.post<DraftView>(`/shared-drafts/${draft.id}/keep`)).toMatchObject({ text: 'Dear Anna and Piotr\n\nBesides', attachmentIds: [file] });
    await eventually(() => { expect(b.ended).toMatchObject([{ state: 'kept', name: 'Ola' }]); });
    expect((await conversationOf(conversation)).sharedDraft).toBeNull();
    expect((await say(jan, conversation, 'gone', 'Dear Anna', { sharedDraft: { id: draft.id, seq: 1 } })).body).toMatchObject({ code: 'draft-kept', byName: 'Ola' });
  });

  anyQueue('is handed over by sharing and assigning: who takes it goes on with it, and may end the sharing', async () => {
    const conversation = await begun();
    const draft = await share(ola, conversation, 'Half an answer');
    await ola.client.post<ConversationChange>(`/conversations/${conversation.id}/assign`, { assigneeId: jan.memberId });
    expect(await view(jan, draft)).toMatchObject({ text: 'Half an answer', ownerName: 'Ola', mayKeep: true });
    expect(await jan.client.post<DraftView>(`/shared-drafts/${draft.id}/keep`)).toMatchObject({ text: 'Half an answer' });
  });

  anyQueue('is erased after 90 days, with its conversation, and two days after it ended', async () => {
    const [old, gone, over] = [await begun(), await begun(), await begun()];
    const drafts = [await share(ola, old), await share(ola, gone), await share(ola, over)];
    await ola.client.post(`/shared-drafts/${(drafts[2] as SharedDraftView).id}/keep`);
    await api.sql(`UPDATE shared_drafts SET updated_at = now() - interval '91 days', ended_at = ended_at - interval '3 days' WHERE id = ANY($1)`, [[drafts[0]?.id, drafts[2]?.id]]);
    await api.sql(`DELETE FROM conversations WHERE id = $1`, [gone.id]);
    const left = await api.invite(owner, 'agent');
    await left.client.put<DraftView>(`/conversations/${old.id}/draft`, { text: 'Mine alone', private: false, attachmentIds: [], sinceSeq: 0 });
    await owner.client.patch(`/members/${left.memberId}`, { active: false });
    await api.app.get(Housekeeping).run();
    expect(await api.sql(`SELECT 1 FROM shared_drafts WHERE id = ANY($1)`, [drafts.map(({ id }) => id)])).toEqual([]);
    expect((await conversationOf(old)).sharedDraft).toBeNull();
    expect(await api.sql(`SELECT 1 FROM drafts WHERE member_id = $1`, [left.memberId])).toEqual([]);
  });

  anyQueue('answers who joins a draft that is gone', async () => {
    const line = await openAgentSocket(api.url, ola.client.cookie);
    lines.push(line);
    expect(await line.socket.emitWithAck('draft.join', { draftId: owner.memberId, vector: none })).toEqual({ ok: false, code: 'not-found' });
  });
});
