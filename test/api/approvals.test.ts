import type { ApprovalQueue, ApprovalRule, ConversationView, Held, PlannedView, Posted } from '@kontuar/contract';
import { fakeNetwork } from '../support/fake-connector';
import { NetworkStage } from '../support/network';
import type { Person } from '../support/app';
import { eventually } from '../support/eventually';

let stage: NetworkStage;
let trainee: Person;
let colleague: Person;
let lead: Person;
let supervisor: Person;
let rule: ApprovalRule;
let letters = 0;

beforeAll(async () => {
  stage = await NetworkStage.open({}, fakeNetwork('network', { undoSendSeconds: 5 }));
  trainee = await stage.api.invite(stage.owner, 'agent', { name: 'Tola Trainee' });
  colleague = await stage.api.invite(stage.owner, 'agent', { name: 'Kuba Colleague' });
  lead = await stage.api.invite(stage.owner, 'agent', { name: 'Lena Lead' });
  supervisor = await stage.api.invite(stage.owner, 'supervisor', { name: 'Sara Supervisor' });
  // Nobody waits for a pause here but in the test about it.
  await stage.api.sql('UPDATE memberships SET undo_send_seconds = 0');
  rule = await stage.owner.client.post<ApprovalRule>('/approval-rules', { name: 'Trainees', memberIds: [trainee.memberId], approverIds: [lead.memberId], fallbacks: [{ afterMinutes: 30, memberId: supervisor.memberId }, { afterMinutes: 10, memberId: stage.owner.memberId }] });
});
afterAll(() => stage.close());

const written = async (from: string, text = 'Where is it?') => {
  await stage.tell(stage.privately(from, text));
  return stage.conversation(from);
};
const answer = (person: Person, conversation: { id: string }, text: string, more: object = {}) =>
  person.client.post<Held & Posted>(`/conversations/${conversation.id}/messages`, { clientId: `a-${(letters += 1)}`, text, sendNow: true, ...more });
const look = (person: Person, planned: { id: string }) => person.client.get<PlannedView>(`/planned/${planned.id}`);
const queue = (person: Person) => person.client.get<ApprovalQueue>('/approvals');
const sent = () => stage.network.sent.map((message) => message.text);

it('keeps a trainee’s answer for those who were asked, and lets everybody else’s go', async () => {
  const conversation = await written('Ada');
  const { planned } = await answer(trainee, conversation, 'It is on its way');
  expect(planned).toMatchObject({ state: 'awaiting', approval: { ruleName: 'Trainees', askedIds: [lead.memberId], nextId: supervisor.memberId, mayDecide: false } });
  expect(await trainee.client.get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ waitingSince: conversation.waitingSince, plan: { awaiting: 1, askedIds: [lead.memberId] } });
  expect((await queue(lead)).items.map((item) => item.planned.id)).toEqual([planned.id]);
  expect((await queue(supervisor)).items).toHaveLength(1);
  expect((await queue(colleague)).items).toHaveLength(0);
  expect((await queue(trainee)).items).toHaveLength(0);
  await answer(colleague, conversation, 'From a colleague');
  await eventually(() => { expect(sent()).toContain('From a colleague'); });
  expect(sent()).not.toContain('It is on its way');
});

it('is approved with changes by one who was asked: both versions are kept, and it leaves in its author’s name', async () => {
  const conversation = await written('Bea');
  const { planned } = await answer(trainee, conversation, 'it comes tomorow');
  expect(await colleague.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 403 });
  expect(await trainee.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 403 });
  const { message } = await lead.client.post<Posted>(`/planned/${planned.id}/approve`, { text: 'It comes tomorrow.', version: planned.version });
  expect(message).toMatchObject({ text: 'It comes tomorrow.', author: { id: trainee.memberId, name: 'Tola Trainee' } });
  await eventually(() => { expect(sent()).toContain('It comes tomorrow.'); });
  expect(await look(supervisor, planned)).toMatchObject({ state: 'released', messageId: message.id, approval: { decidedBy: lead.memberId }, revisions: [{ memberName: 'Tola Trainee', text: 'it comes tomorow' }, { memberName: 'Lena Lead', text: 'It comes tomorrow.' }] });
  expect(await lead.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 409, code: 'not-awaiting' });
  expect(await stage.api.sql(`SELECT actor_id, data->>'edited' AS edited FROM events WHERE type = 'approval.approved' AND subject_id = $1`, [planned.id])).toEqual([{ actor_id: lead.memberId, edited: 'true' }]);
});

it('is decided once when two approve at the same moment', async () => {
  const { planned } = await answer(trainee, await written('Cleo'), 'Twice approved?');
  const answers = await Promise.all([lead, supervisor].map((person) => person.client.send('POST', `/planned/${planned.id}/approve`, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  await eventually(() => { expect(sent().filter((text) => text === 'Twice approved?')).toHaveLength(1); });
});

it('goes back to its author with a note, is asked for again, or withdrawn', async () => {
  const { planned } = await answer(trainee, await written('Dora'), 'No.');
  await lead.client.post<Held>(`/planned/${planned.id}/return`, { note: 'A little warmer, please' });
  expect(await look(trainee, planned)).toMatchObject({ state: 'returned', approval: { note: 'A little warmer, please', decidedBy: lead.memberId } });
  expect(await supervisor.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 409, code: 'not-awaiting' });
  expect((await trainee.client.patch<Held>(`/planned/${planned.id}`, { text: 'I am sorry, no.' })).planned).toMatchObject({ state: 'awaiting', text: 'I am sorry, no.', approval: { note: null, askedIds: [lead.memberId] } });
  expect(await lead.client.refused('DELETE', `/planned/${planned.id}`)).toMatchObject({ status: 403 });
  expect((await trainee.client.delete<Held>(`/planned/${planned.id}`)).planned).toMatchObject({ text: 'I am sorry, no.' });
  expect(sent()).not.toContain('I am sorry, no.');
});

it('asks the next person when nobody looked in time, and the one after; whoever cannot is passed over', async () => {
  const { planned } = await answer(trainee, await written('Ewa'), 'Anybody?');
  const passed = () => stage.api.sql(`UPDATE planned_answers SET due_at = now() WHERE id = $1`, [planned.id]);
  await passed();
  await eventually(async () => { expect((await look(trainee, planned)).approval).toMatchObject({ askedIds: [lead.memberId, supervisor.memberId], nextId: stage.owner.memberId }); });
  await passed();
  await eventually(async () => { expect((await look(trainee, planned)).approval).toMatchObject({ askedIds: [lead.memberId, supervisor.memberId, stage.owner.memberId], nextId: null, nextAt: null }); });
  expect(await stage.api.sql(`SELECT data->>'to' AS asked FROM events WHERE type = 'approval.escalated' AND subject_id = $1 ORDER BY position`, [planned.id])).toEqual([{ asked: supervisor.memberId }, { asked: stage.owner.memberId }]);
  await stage.owner.client.post(`/planned/${planned.id}/approve`, {});
});

describe('when nobody is at work', () => {
  const duty = (person: Person, state: 'on' | 'off' | null) => stage.owner.client.patch(`/members/${person.memberId}/shift`, { absence: state === null ? null : { state, from: null, until: null } });
  const approvalOf = async (planned: PlannedView) => (await look(trainee, planned)).approval;
  afterEach(async () => { for (const person of [lead, supervisor, stage.owner]) await duty(person, null); });

  it('asks the next person at once who is, past those who are not', async () => {
    await duty(lead, 'off');
    await duty(supervisor, 'off');
    const { planned } = await answer(trainee, await written('Ida'), 'Lead at home');
    await eventually(async () => { expect(await approvalOf(planned)).toMatchObject({ askedIds: [lead.memberId, stage.owner.memberId] }); });
    await stage.owner.client.post(`/planned/${planned.id}/approve`, {});
  });

  it('stands still while none is, and begins with the first who comes', async () => {
    for (const person of [lead, supervisor, stage.owner]) await duty(person, 'off');
    const { planned } = await answer(trainee, await written('Jaga'), 'All at home');
    expect(planned.approval).toMatchObject({ askedIds: [lead.memberId], nextId: null });
    await stage.api.sql(`UPDATE planned_answers SET due_at = now() WHERE id = $1`, [planned.id]);
    await eventually(async () => { expect(Date.parse((await approvalOf(planned))?.nextAt ?? '')).toBeGreaterThan(Date.now() + 60_000); });
    expect(await approvalOf(planned)).toMatchObject({ askedIds: [lead.memberId], nextId: null });
    await duty(lead, null);
    await eventually(async () => { expect(await approvalOf(planned)).toMatchObject({ askedIds: [lead.memberId], nextId: supervisor.memberId }); });
    const begun = Date.parse((await approvalOf(planned))?.nextAt ?? '') - Date.now();
    expect(begun).toBeGreaterThan(29 * 60_000);
    // Theirs is over: what stands still now waits for the next alone.
    await stage.api.sql(`UPDATE planned_answers SET due_at = now() WHERE id = $1`, [planned.id]);
    await eventually(async () => { expect(await stage.api.sql('SELECT approval_waits FROM planned_answers WHERE id = $1', [planned.id])).toEqual([{ approval_waits: 'next' }]); });
    await duty(stage.owner, null);
    await eventually(async () => { expect(await approvalOf(planned)).toMatchObject({ askedIds: [lead.memberId, stage.owner.memberId] }); });
    await stage.owner.client.post(`/planned/${planned.id}/approve`, {});
  });

  it('goes on to the next when the only one who was asked goes home, and a quiet time counts as not there', async () => {
    const { planned } = await answer(trainee, await written('Kaja'), 'Gone at once');
    expect(planned.approval).toMatchObject({ askedIds: [lead.memberId], nextId: supervisor.memberId });
    await supervisor.client.patch('/me/notices', { pausedUntil: new Date(Date.now() + 3_600_000).toISOString() });
    await duty(lead, 'off');
    await eventually(async () => { expect(await approvalOf(planned)).toMatchObject({ askedIds: [lead.memberId, stage.owner.memberId], nextId: supervisor.memberId }); });
    await supervisor.client.patch('/me/notices', { pausedUntil: null });
    await stage.owner.client.post(`/planned/${planned.id}/approve`, {});
  });
});

it('is out of date once the customer wrote, until somebody says that they have read it', async () => {
  const conversation = await written('Fela');
  const { planned } = await answer(trainee, conversation, 'We have it in red');
  await stage.tell(stage.privately('Fela', 'Blue only, please'));
  expect(await look(lead, planned)).toMatchObject({ state: 'awaiting', stale: true });
  expect(await lead.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 409, code: 'planned-stale' });
  await lead.client.post(`/planned/${planned.id}/approve`, { stale: true, text: 'We have it in blue' });
  await eventually(() => { expect(sent()).toContain('We have it in blue'); });
});

it('is approved for its time, and asked for again when its words are changed after that', async () => {
  const { planned } = await answer(trainee, await written('Gaja'), 'On Monday then', { sendAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await lead.client.post<Held>(`/planned/${planned.id}/approve`, {})).planned).toMatchObject({ state: 'scheduled', approval: { decidedBy: lead.memberId } });
  expect((await trainee.client.patch<Held>(`/planned/${planned.id}`, { cc: ['friend@example.com'] })).planned).toMatchObject({ state: 'awaiting' });
  await lead.client.post<Held>(`/planned/${planned.id}/approve`, {});
  expect((await trainee.client.patch<Held>(`/planned/${planned.id}`, { text: 'Something else' })).planned).toMatchObject({ state: 'awaiting', approval: { decidedBy: null } });
  expect(await trainee.client.refused('POST', `/planned/${planned.id}/send-now`, {})).toMatchObject({ status: 409, code: 'approval-needed' });
  await trainee.client.delete(`/planned/${planned.id}`);
});

it('waits again when the approver takes it back in its pause', async () => {
  const { planned } = await answer(trainee, await written('Gucia'), 'Wait');
  await stage.api.sql(`UPDATE memberships SET undo_send_seconds = 30 WHERE id = $1`, [lead.memberId]);
  const { message } = await lead.client.post<Posted>(`/planned/${planned.id}/approve`, {});
  expect(Date.parse(message.sendAt ?? '') - Date.now()).toBeGreaterThan(20_000);
  await lead.client.delete(`/messages/${message.id}`);
  // With its clock.
  await eventually(async () => { expect(await look(lead, planned)).toMatchObject({ state: 'awaiting', approval: { decidedBy: null, nextId: supervisor.memberId } }); });
  await stage.api.sql(`UPDATE memberships SET undo_send_seconds = 0 WHERE id = $1`, [lead.memberId]);
  await lead.client.post<Posted>(`/planned/${planned.id}/approve`, {});
  await eventually(() => { expect(sent().filter((text) => text === 'Wait')).toHaveLength(1); });
});

it('cannot be got round: not by a first message, not by an edit afterwards, not by a colleague’s scheduled words', async () => {
  const conversation = await written('Hela');
  const { planned: scheduled } = await answer(colleague, conversation, 'Scheduled by a colleague', { sendAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await trainee.client.patch<Held>(`/planned/${scheduled.id}`, { text: 'Changed by the trainee' })).planned).toMatchObject({ state: 'awaiting', author: { id: trainee.memberId } });
  const { message } = await answer(colleague, conversation, 'Said');
  await eventually(() => { expect(sent()).toContain('Said'); });
  expect(await trainee.client.refused('PATCH', `/messages/${message.id}`, { text: 'Edited' })).toMatchObject({ status: 409, code: 'approval-needed' });
  await trainee.client.post(`/conversations/${conversation.id}/follow-up`, { name: 'Nudge', steps: [{ after: { amount: 1, unit: 'minutes' }, act: 'send', text: 'A nudge' }, { after: { amount: 1, unit: 'minutes' }, act: 'close' }] });
  await stage.api.sql(`UPDATE follow_ups SET due_at = now() WHERE conversation_id = $1`, [conversation.id]);
  await eventually(async () => { expect((await queue(lead)).items.map((item) => item.planned.text)).toContain('A nudge'); });
  expect(sent()).not.toContain('A nudge');
  // What was never said is not followed by a close.
  await stage.api.sql(`UPDATE follow_ups SET due_at = now() WHERE conversation_id = $1 AND state = 'active'`, [conversation.id]);
  await eventually(async () => { expect(await stage.api.sql(`SELECT state, reason FROM follow_ups WHERE conversation_id = $1`, [conversation.id])).toEqual([{ state: 'stopped', reason: 'not-approved' }]); });
});

it('follows the rules of side, channel and team leads, and rules that name unknown members are refused', async () => {
  await stage.owner.client.patch(`/approval-rules/${rule.id}`, { active: false });
  const everyone = await stage.owner.client.post<ApprovalRule>('/approval-rules', { name: 'Public', visibility: 'public' });
  await stage.tell(stage.comment('Iza', 'Nice mugs'));
  const comment = await stage.conversation('Iza');
  expect((await answer(colleague, comment, 'Thank you!')).planned).toMatchObject({ state: 'awaiting', approval: { ruleName: 'Public' } });
  const { planned } = await answer(supervisor, comment, 'Thanks!');
  expect(planned.approval?.askedIds).not.toContain(supervisor.memberId);
  expect(await supervisor.client.refused('POST', `/planned/${planned.id}/approve`, {})).toMatchObject({ status: 403 });
  expect((await answer(stage.owner, comment, 'The owner needs nobody')).message).toBeDefined();
  expect((await answer(colleague, await written('Jola'), 'In private')).message).toBeDefined();
  await stage.owner.client.delete(`/approval-rules/${everyone.id}`);

  const team = await stage.owner.client.post<{ id: string; leadIds: string[] }>('/teams', { name: 'Shop', memberIds: [trainee.memberId, colleague.memberId], leadIds: [colleague.memberId] });
  expect(team.leadIds).toEqual([colleague.memberId]);
  await stage.owner.client.post('/approval-rules', { name: 'Shop', authorTeamIds: [team.id] });
  expect((await answer(trainee, await written('Kaja'), 'By the team')).planned.approval?.askedIds).toEqual([colleague.memberId]);
  expect(await stage.owner.client.refused('POST', '/approval-rules', { name: 'x', memberIds: ['019a0000-0000-7000-8000-000000000000'] })).toMatchObject({ status: 400, code: 'unknown-id' });
});

describe('a time after the window', () => {
  it('is refused before it is planned, with the latest that is left', async () => {
    const conversation = await written('Lola');
    const late = new Date(Date.now() + 8 * 86_400_000).toISOString();
    const refusal = await stage.owner.client.refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'late', text: 'Next week', sendAt: late });
    expect(refusal).toMatchObject({ status: 409, code: 'window-closes-first', templates: true });
    const { planned } = await answer(stage.owner, conversation, 'Tomorrow', { sendAt: new Date(Date.now() + 86_400_000).toISOString() });
    expect(await stage.owner.client.refused('PATCH', `/planned/${planned.id}`, { sendAt: late })).toMatchObject({ status: 409, code: 'window-closes-first' });
    const preview = await stage.owner.client.post<{ steps: { blocked: string | null }[] }>(`/conversations/${conversation.id}/follow-up/preview`, { name: 'x', steps: [{ after: { amount: 20, unit: 'hours' }, act: 'send', text: 'a' }, { after: { amount: 20, unit: 'hours' }, act: 'send', text: 'b' }] });
    // The hours that are meant for people are not for a machine.
    expect(preview.steps.map(({ blocked }) => blocked)).toEqual([null, 'window-closes-first']);
  });
});

describe('the customer’s time zone', () => {
  it('is guessed from what is known, and set by hand', async () => {
    const conversation = await written('Mila');
    const path = `/contacts/${conversation.contact.id}/time-zone`;
    expect(await stage.owner.client.get(path)).toMatchObject({ timeZone: 'Europe/Warsaw', evidence: [{ kind: 'workspace' }], sure: false });
    await stage.api.sql(`UPDATE identities SET phone = '+353871234567' WHERE contact_id = $1`, [conversation.contact.id]);
    expect(await stage.owner.client.get(path)).toMatchObject({ timeZone: 'Europe/Dublin', evidence: [{ kind: 'phone', value: '+353' }], sure: true });
    await stage.api.sql(`UPDATE messages SET extra = '{"timeZone": "Europe/Lisbon"}' WHERE conversation_id = $1`, [conversation.id]);
    expect(await stage.owner.client.get(path)).toMatchObject({ timeZone: 'Europe/Lisbon', evidence: [{ kind: 'browser', value: 'Europe/Lisbon' }] });
    expect(await stage.owner.client.put(path, { timeZone: 'Asia/Tokyo' })).toMatchObject({ timeZone: 'Asia/Tokyo', evidence: [{ kind: 'hand' }], sure: true });
    expect(await stage.owner.client.refused('PUT', path, { timeZone: 'Mars/Olympus' })).toMatchObject({ status: 400, code: 'unknown-time-zone' });
    expect(await stage.owner.client.put(path, { timeZone: null })).toMatchObject({ timeZone: 'Europe/Lisbon' });
  });
});
