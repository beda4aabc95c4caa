import type { ChannelView, ConversationView, FollowUpChange, Held, MessagePage, PlannedList, PlannedView, Posted } from '@kontuar/contract';
import { PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import { startWorker } from '../../apps/worker/src/app';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { startTelegram } from '../platforms/telegram/simulator';

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const hour = 3_600_000;
let letters = 0;

describe.each(backends)('an answer that waits, with the queue on $backend', ({ redis, anyQueue }) => {
  let api: TestApi;
  let worker: { close(): Promise<void> };
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let owner: Person;
  let live: AgentSocket;
  const work = () => startWorker(api.config, redis ? {} : { pulse: api.app.get<Pulse>(PULSE) });

  beforeAll(async () => {
    api = await startTestApi({ redis });
    worker = await work();
    telegram = await startTelegram();
    owner = await api.signUp();
    await owner.client.post<ChannelView>('/channels', { connectorId: 'telegram', name: 'Telegram', settings: { token: telegram.token, apiRoot: telegram.apiRoot, receive: 'polling' } });
    live = await openAgentSocket(api.url, owner.client.cookie);
  });
  afterAll(async () => {
    live.close();
    await worker.close();
    await telegram.close();
    await api.stop();
  });

  const write = async (text: string) => {
    const person = telegram.person({ first_name: `Anna ${text}` });
    telegram.userWrites(person.id, text);
    const { conversation } = await live.until('message.created', (event) => event.message.text === text);
    return { person, conversation, sent: () => telegram.sent(person.id).map((message) => message.text) };
  };
  const schedule = (conversation: { id: string }, text: string, inMs: number, more: object = {}) =>
    owner.client.post<Held>(`/conversations/${conversation.id}/messages`, { clientId: `c-${(letters += 1)}`, text, sendAt: soon(inMs), ...more });
  const planned = async (conversation: { id: string }) => owner.client.get<PlannedList>(`/conversations/${conversation.id}/planned`);
  const view = (conversation: { id: string }) => owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
  const thread = async (conversation: { id: string }) => (await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`)).items;

  it('is no message until its time: the customer goes on waiting, and the row says what comes', async () => {
    const { conversation } = await write('Later please');
    const held = await schedule(conversation, 'On Monday', hour, { timeZone: 'Europe/Dublin' });
    expect(held.planned).toMatchObject({ state: 'scheduled', text: 'On Monday', timeZone: 'Europe/Dublin', ifCustomerWrites: 'cancel', author: { id: owner.memberId } });
    expect(await view(conversation)).toMatchObject({ preview: { text: 'Later please' }, waitingSince: conversation.waitingSince, assigneeId: owner.memberId, plan: { scheduled: 1, awaiting: 0, cancelled: 0, followUp: null } });
    expect(await planned(conversation)).toMatchObject({ items: [{ id: held.planned.id }], followUp: null });
    await live.until('conversation.updated', (event) => event.conversation.id === conversation.id && event.conversation.plan?.scheduled === 1);
  });

  it('leaves within a second of its time, once, as the newest message of the thread', async () => {
    const { person, conversation, sent } = await write('In two seconds');
    const { planned: answer } = await schedule(conversation, 'Here it is', 2000, { ifCustomerWrites: 'send' });
    telegram.userWrites(person.id, 'Still there?');
    await live.until('message.created', (event) => event.message.text === 'Still there?');
    await live.until('message.updated', (event) => event.message.text === 'Here it is' && event.message.status === 'sent');
    expect(sent()).toEqual(['Here it is']);
    const [message] = (await thread(conversation)).slice(-2).filter(({ text }) => text === 'Here it is');
    expect(Date.parse(message?.at ?? '') - Date.parse(answer.sendAt ?? '')).toBeLessThan(10_000);
    expect((await thread(conversation)).filter(({ kind }) => kind === 'message').map(({ text }) => text)).toEqual(['In two seconds', 'Still there?', 'Here it is']);
    expect(await owner.client.get<PlannedView>(`/planned/${answer.id}`)).toMatchObject({ state: 'released', messageId: message?.id });
    expect((await view(conversation)).plan).toBeNull();
  });

  anyQueue('is dropped and shown when the customer writes first, with its text as a draft again', async () => {
    const { person, conversation, sent } = await write('Wait for me');
    const { planned: answer } = await schedule(conversation, 'Are you still interested?', 2500);
    telegram.userWrites(person.id, 'I found it, thanks');
    const told = await live.until('message.created', (event) => event.conversation.id === conversation.id && event.message.event?.type === 'plan-cancelled');
    expect(told.message.event?.data).toMatchObject({ reason: 'customer-wrote', authorId: owner.memberId });
    await live.until('notification', (event) => event.kind === 'plan-cancelled' && event.conversationId === conversation.id);
    expect(await planned(conversation)).toMatchObject({ items: [{ id: answer.id, state: 'cancelled', reason: 'customer-wrote', text: 'Are you still interested?' }] });
    expect((await view(conversation)).plan).toMatchObject({ scheduled: 0, cancelled: 1 });
    expect(await owner.client.get(`/conversations/${conversation.id}/draft`)).toMatchObject({ text: 'Are you still interested?', private: false });
    await new Promise((wait) => setTimeout(wait, 3000));
    expect(sent()).toEqual([]);
  });

  anyQueue('takes a machine’s word for nobody’s, and a draft that was begun for the better one', async () => {
    const { person, conversation } = await write('Busy');
    await owner.client.put(`/conversations/${conversation.id}/draft`, { text: 'I am writing this', private: false, attachmentIds: [], sinceSeq: 1 });
    await schedule(conversation, 'Later', hour);
    await owner.client.put(`/conversations/${conversation.id}/draft`, { text: 'I am writing this', private: false, attachmentIds: [], sinceSeq: 1 });
    await api.sql(`INSERT INTO messages (conversation_id, seq, id, workspace_id, channel_id, kind, direction, status, author_kind, text, automatic, at) SELECT id, last_seq + 1, gen_random_uuid(), workspace_id, channel_id, 'message', 'in', 'received', 'contact', 'Out of office', 'auto-reply', now() FROM conversations WHERE id = $1`, [conversation.id]);
    await api.sql(`UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1`, [conversation.id]);
    await api.sql(`UPDATE planned_answers SET send_at = now(), due_at = now() WHERE conversation_id = $1`, [conversation.id]);
    await live.until('message.updated', (event) => event.message.text === 'Later' && event.message.status === 'sent');
    await schedule(conversation, 'Even later', hour);
    await owner.client.put(`/conversations/${conversation.id}/draft`, { text: 'Mine', private: false, attachmentIds: [], sinceSeq: 1 });
    telegram.userWrites(person.id, 'A person now');
    await eventually(async () => { expect((await planned(conversation)).items[0]).toMatchObject({ state: 'cancelled' }); });
    expect(await owner.client.get(`/conversations/${conversation.id}/draft`)).toMatchObject({ text: 'Mine' });
  });

  it('is stopped at its very time by what the customer said a moment before', async () => {
    const { conversation, sent } = await write('Race');
    const { planned: answer } = await schedule(conversation, 'Too late', hour);
    // As if the customer's message were stored and the plan not yet told.
    await api.sql(`INSERT INTO messages (conversation_id, seq, id, workspace_id, channel_id, kind, direction, status, author_kind, text, at) SELECT id, last_seq + 1, gen_random_uuid(), workspace_id, channel_id, 'message', 'in', 'received', 'contact', 'Stop', now() FROM conversations WHERE id = $1`, [conversation.id]);
    await api.sql(`UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1`, [conversation.id]);
    await api.sql(`UPDATE planned_answers SET send_at = now(), due_at = now() WHERE id = $1`, [answer.id]);
    await eventually(async () => { expect((await planned(conversation)).items[0]).toMatchObject({ state: 'cancelled', reason: 'customer-wrote' }); });
    expect(sent()).toEqual([]);
  });

  it('is edited, moved and given another rule; who has an old version is told', async () => {
    const { conversation, sent } = await write('Change it');
    const { planned: answer } = await schedule(conversation, 'First words', hour);
    const changed = await owner.client.patch<Held>(`/planned/${answer.id}`, { text: 'Better words', sendAt: soon(2 * hour), timeZone: 'Europe/Warsaw', ifCustomerWrites: 'send', version: answer.version });
    expect(changed.planned).toMatchObject({ text: 'Better words', timeZone: 'Europe/Warsaw', ifCustomerWrites: 'send', revisions: [{ text: 'First words' }, { text: 'Better words' }] });
    expect(await owner.client.refused('PATCH', `/planned/${answer.id}`, { text: 'Old view', version: answer.version })).toMatchObject({ status: 409, code: 'planned-moved' });
    await owner.client.patch(`/planned/${answer.id}`, { sendAt: soon(500) });
    await live.until('message.updated', (event) => event.message.text === 'Better words' && event.message.status === 'sent');
    expect(sent()).toEqual(['Better words']);
    expect(await owner.client.refused('PATCH', `/planned/${answer.id}`, { text: 'Too late' })).toMatchObject({ status: 409, code: 'already-sent' });
  });

  it('leaves before its time with the usual pause, and waits again when that is taken back', async () => {
    const { conversation, sent } = await write('Now after all');
    const { planned: answer } = await schedule(conversation, 'Sooner', hour);
    const { message } = await owner.client.post<Posted>(`/planned/${answer.id}/send-now`, {});
    expect(Date.parse(message.sendAt ?? '') - Date.now()).toBeGreaterThan(1000);
    await owner.client.delete(`/messages/${message.id}`);
    expect((await planned(conversation)).items).toMatchObject([{ id: answer.id, state: 'scheduled', sendAt: answer.sendAt }]);
    await owner.client.post<Posted>(`/planned/${answer.id}/send-now`, {});
    await live.until('message.updated', (event) => event.message.text === 'Sooner' && event.message.status === 'sent');
    expect(sent()).toEqual(['Sooner']);
  });

  anyQueue('is cancelled by a person, who gets its words; and is sent anyway when the customer was faster', async () => {
    const { person, conversation, sent } = await write('Cancel me');
    const one = await schedule(conversation, 'Not this one', hour);
    expect((await owner.client.delete<Held>(`/planned/${one.planned.id}`)).planned).toMatchObject({ text: 'Not this one', state: 'withdrawn' });
    expect((await view(conversation)).plan).toBeNull();
    const two = await schedule(conversation, 'Anyway', hour);
    telegram.userWrites(person.id, 'Quick');
    await eventually(async () => { expect((await planned(conversation)).items[0]).toMatchObject({ state: 'cancelled' }); });
    await owner.client.post<Posted>(`/planned/${two.planned.id}/send-now`, {});
    await live.until('message.updated', (event) => event.message.text === 'Anyway' && event.message.status === 'sent');
    expect(sent()).toEqual(['Anyway']);
    expect(await owner.client.refused('POST', `/planned/${two.planned.id}/send-now`, {})).toMatchObject({ status: 409, code: 'already-sent' });
  });

  anyQueue('is one answer however often it is posted, before and after it left', async () => {
    const { conversation, sent } = await write('Twice');
    const body = { clientId: 'same', text: 'Once only', sendAt: soon(1500) };
    const [first, second] = await Promise.all([1, 2].map(() => owner.client.post<Held>(`/conversations/${conversation.id}/messages`, body)));
    expect(first?.planned.id).toBe(second?.planned.id);
    await live.until('message.updated', (event) => event.message.text === 'Once only' && event.message.status === 'sent');
    expect((await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, body)).message).toMatchObject({ status: 'sent' });
    expect(sent()).toEqual(['Once only']);
  });

  anyQueue('carries its files, which nobody clears away meanwhile', async () => {
    const { person, conversation } = await write('With a file');
    const form = new FormData();
    form.append('file', new Blob(['receipt'], { type: 'text/plain' }), 'receipt.txt');
    const file = (await owner.client.send<{ id: string }>('POST', '/uploads', form)).body;
    const { planned: answer } = await schedule(conversation, 'Here is the receipt', hour, { attachmentIds: [file.id] });
    expect(answer.attachments).toMatchObject([{ id: file.id, name: 'receipt.txt' }]);
    await api.sql(`UPDATE attachments SET created_at = now() - interval '10 days' WHERE id = $1`, [file.id]);
    await owner.client.patch(`/planned/${answer.id}`, { sendAt: soon(300) });
    const { message } = await live.until('message.updated', (event) => event.message.text === 'Here is the receipt' && event.message.status === 'sent');
    expect(message.attachments).toMatchObject([{ id: file.id }]);
    expect(telegram.sent(person.id).length).toBeGreaterThan(0);
  });

  it('leaves in time although the worker was away when it was planned, and once after it died at that moment', async () => {
    const { conversation, sent } = await write('Restart');
    await worker.close();
    await schedule(conversation, 'After the restart', 500);
    await new Promise((wait) => setTimeout(wait, 1000));
    expect(sent()).toEqual([]);
    worker = await work();
    const second = await work();
    await live.until('message.updated', (event) => event.message.text === 'After the restart' && event.message.status === 'sent');
    await new Promise((wait) => setTimeout(wait, 1500));
    await second.close();
    expect(sent()).toEqual(['After the restart']);
  });

  describe('a follow-up', () => {
    const step = (act: string, text = '', amount = 1) => ({ after: { amount, unit: 'minutes' }, act, text });
    const begin = (conversation: { id: string }, more: object) => owner.client.post<FollowUpChange>(`/conversations/${conversation.id}/follow-up`, more);
    const hasten = (conversation: { id: string }) => api.sql(`UPDATE follow_ups SET due_at = now() WHERE conversation_id = $1 AND state = 'active'`, [conversation.id]);

    it('asks, asks once more, then closes; each step once, with names filled in', async () => {
      const { conversation, sent } = await write('Silent');
      const { followUp } = await begin(conversation, { name: 'Twice, then close', steps: [step('send', 'Hello {{contact.first}}, any news?'), step('send', 'Closing {{conversation.number}} soon'), step('close')] });
      expect(followUp).toMatchObject({ state: 'active', nextStep: 0, name: 'Twice, then close' });
      expect((await view(conversation)).plan?.followUp).toMatchObject({ step: 0, steps: 3, act: 'send', dueAt: followUp?.dueAt });
      await hasten(conversation);
      await eventually(() => { expect(sent()).toEqual(['Hello Anna, any news?']); });
      await eventually(async () => { expect((await view(conversation)).plan?.followUp).toMatchObject({ step: 1 }); });
      const other = await work();
      await hasten(conversation);
      await eventually(() => { expect(sent()).toEqual(['Hello Anna, any news?', `Closing ${conversation.number} soon`]); });
      await eventually(async () => { expect((await view(conversation)).plan?.followUp).toMatchObject({ step: 2, act: 'close' }); });
      await hasten(conversation);
      await eventually(async () => { expect(await view(conversation)).toMatchObject({ state: 'resolved', plan: null }); });
      await other.close();
      expect(sent()).toHaveLength(2);
      expect(await api.sql(`SELECT type FROM events WHERE conversation_id = $1 AND type LIKE 'follow-up%' ORDER BY position`, [conversation.id])).toEqual(['began', 'stepped', 'stepped', 'done'].map((what) => ({ type: `follow-up.${what}` })));
    });

    anyQueue('stops when the customer writes, when the conversation is resolved, or by a person; by choice when it is taken over', async () => {
      const { person, conversation } = await write('Answers');
      await begin(conversation, { presetId: 'two-days-twice-close' });
      expect(await owner.client.refused('POST', `/conversations/${conversation.id}/follow-up`, { presetId: 'close-week' })).toMatchObject({ status: 409, code: 'follow-up-running' });
      telegram.userWrites(person.id, 'Here I am');
      await live.until('message.created', (event) => event.conversation.id === conversation.id && event.message.event?.type === 'follow-up-stopped' && event.message.event.data['reason'] === 'customer-wrote');
      expect((await view(conversation)).plan).toBeNull();

      await begin(conversation, { presetId: 'remind-two-days' });
      await owner.client.delete(`/conversations/${conversation.id}/follow-up`);
      await begin(conversation, { name: 'Mine', steps: [step('remind')], stopWhen: { resolved: true, reassigned: true } });
      await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId });
      await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: null });
      await begin(conversation, { name: 'Mine', steps: [step('remind')], stopWhen: { resolved: true, reassigned: false } });
      await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId });
      expect((await planned(conversation)).followUp).toMatchObject({ state: 'active' });
      await owner.client.patch(`/conversations/${conversation.id}`, { state: 'resolved' });
      expect((await planned(conversation)).followUp).toBeNull();
      expect(await api.sql(`SELECT reason FROM follow_ups WHERE conversation_id = $1 ORDER BY created_at`, [conversation.id])).toEqual(['customer-wrote', 'member', 'reassigned', 'resolved'].map((reason) => ({ reason })));
    });

    anyQueue('reminds whoever leads, and shows beforehand what will be said and when', async () => {
      const { conversation } = await write('Remind me');
      await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId });
      const preview = await owner.client.post<{ steps: { at: string; text: string; blocked: string | null }[] }>(`/conversations/${conversation.id}/follow-up/preview`, { name: 'x', steps: [step('send', 'Hi {{contact.first}}'), step('send', 'Order {{order}}')] });
      expect(preview.steps).toMatchObject([{ text: 'Hi Anna', blocked: null }, { text: 'Order {{order}}', blocked: 'empty-placeholder' }]);
      expect(await owner.client.refused('POST', `/conversations/${conversation.id}/follow-up`, { name: 'x', steps: [step('send', 'Order {{order}}')] })).toMatchObject({ status: 400, code: 'empty-placeholder' });
      await begin(conversation, { name: 'Remind', steps: [step('remind')] });
      await owner.client.patch(`/conversations/${conversation.id}`, { state: 'pending' });
      await hasten(conversation);
      await live.until('notification', (event) => event.kind === 'follow-up-due' && event.conversationId === conversation.id);
      expect((await view(conversation)).state).toBe('open');
    });

    anyQueue('uses canned answers as they were when it began, and presets of one’s own', async () => {
      const canned = await owner.client.post<{ id: string }>('/canned', { shortcut: `nudge-${redis}`, title: 'Nudge', text: 'Just checking, {{contact.first}}' });
      const preset = await owner.client.post<{ id: string; own: boolean }>('/follow-up-presets', { name: 'Nudge', steps: [{ after: { amount: 1, unit: 'minutes' }, act: 'send', cannedId: canned.id }] });
      expect(preset.own).toBe(true);
      const { conversation, sent } = await write('Canned');
      await begin(conversation, { presetId: preset.id });
      await owner.client.patch(`/canned/${canned.id}`, { text: 'Changed since' });
      await hasten(conversation);
      await eventually(() => { expect(sent()).toEqual(['Just checking, Anna']); });
      await owner.client.send('DELETE', `/follow-up-presets/${preset.id}`);
      expect((await owner.client.get<{ items: { id: string }[] }>('/follow-up-presets')).items.map(({ id }) => id)).not.toContain(preset.id);
    });
  });
});
