import type { PersonTimeline } from '@kontuar/contract';
import { v7 } from 'uuid';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
let open: string;
let shut: string;

beforeAll(async () => {
  api = await startTestApi({ connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  open = await build.buildChannel({ connectorId: 'fake' });
  shut = await build.buildChannel({ connectorId: 'fake', access: 'restricted' });
});
afterAll(() => api.stop());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute));
/** Thirty things said, turn by turn in three conversations; one of them on the channel that is shut. */
async function person() {
  const contact = await build.buildContact();
  const [one, other, hidden] = [await build.buildConversation({ contact, channelId: open }), await build.buildConversation({ contact, channelId: open }), await build.buildConversation({ contact, channelId: shut })];
  for (let n = 0; n < 30; n += 1) await build.buildMessage({ conversation: [one, other, hidden][n % 3]!, text: `said ${n}`, createdAt: at(n) });
  await api.sql(`UPDATE messages SET at = created_at WHERE conversation_id = ANY($1)`, [[one.id, other.id, hidden.id]]);
  for (const [conversation, last] of [[one, 27], [other, 28], [hidden, 29]] as const) await api.sql('UPDATE conversations SET last_inbound_at = $2, created_at = $3 WHERE id = $1', [conversation.id, at(last), at(last - 27)]);
  return { contact, one, other, hidden };
}

async function walk(as: Person, contactId: string, way: 'before' | 'after', from = ''): Promise<PersonTimeline[]> {
  const pages: PersonTimeline[] = [];
  for (let cursor: string | null = from; cursor !== null; ) {
    const page: PersonTimeline = await as.client.get(`/contacts/${contactId}/messages?limit=4${cursor === '' ? '' : `&${way}=${cursor}`}`);
    pages.push(page);
    cursor = way === 'before' ? page.before : page.items.length === 0 ? null : page.after;
  }
  return pages;
}
const texts = (pages: readonly PersonTimeline[]) => pages.flatMap((page) => page.items.map(({ text }) => text));

describe('what one person said on all channels', () => {
  it('comes in the order of time, page by page both ways, without a gap or a double', async () => {
    const { contact, hidden } = await person();
    const back = await walk(owner, contact.id, 'before');
    expect(texts([...back].reverse())).toEqual(Array.from({ length: 30 }, (_, n) => `said ${n}`));
    const oldest = back.at(-1)!;
    expect(oldest.before).toBeNull();
    const forth = await walk(owner, contact.id, 'after', oldest.after ?? '');
    expect(texts([oldest, ...forth])).toEqual(Array.from({ length: 30 }, (_, n) => `said ${n}`));
    expect([back[0]?.answerIn, back.flatMap(({ closed }) => closed)]).toEqual([hidden.id, []]);
  });

  it('says of a channel that somebody may not read that there was a conversation, and nothing of it', async () => {
    const { contact, other, hidden } = await person();
    const pages = await walk(agent, contact.id, 'before');
    expect(texts(pages)).toHaveLength(20);
    expect(pages.flatMap(({ closed }) => closed)).toEqual([{ at: at(2).toISOString() }]);
    expect(pages[0]?.answerIn).toBe(other.id);
    const all = JSON.stringify(pages);
    expect([all.includes(hidden.id), all.includes(shut), all.includes('said 29')]).toEqual([false, false, false]);
    expect((await agent.client.refused('GET', `/contacts/${contact.id}/messages?before=nonsense`))).toMatchObject({ status: 400, code: 'bad-cursor' });
  });

  it('has notes, promises, ratings, leads, cases and purchases where they happened, alone when they are asked for, page by page without a gap', async () => {
    const { contact, one, other, hidden } = await person();
    const ids = { survey: v7(), unseen: v7(), promise: v7() };
    await build.buildMessage({ conversation: one, kind: 'note', direction: 'none', text: 'Rings twice', createdAt: at(40) });
    await api.sql(`UPDATE messages SET at = created_at WHERE conversation_id = $1 AND kind = 'note'`, [one.id]);
    for (const [id, conversation, minute] of [[ids.survey, one, 41], [ids.unseen, hidden, 42]] as const) await api.sql(`INSERT INTO surveys (id, workspace_id, kind, conversation_id, channel_id, scale, state, asked_at, answered_at, score, good, text) VALUES ($1, $2, 'rating', $3, $4, 'faces', 'answered', $5, $6, 2, false, 'Slow')`, [id, owner.workspaceId, conversation.id, open, at(minute), at(minute + 10)]);
    await api.sql(`INSERT INTO given_promises (id, workspace_id, conversation_id, text, due_at, since_seq, state, ended_at, created_at) VALUES ($1, $2, $3, 'Call back', $4, 0, 'broken', $4, $5)`, [ids.promise, owner.workspaceId, other.id, at(55), at(43)]);
    const { lead } = await owner.client.post<{ lead: { id: string; code: string } }>(`/conversations/${one.id}/lead`, { wants: 'Ten chairs' });
    await owner.client.patch(`/leads/${lead.id}`, { stage: 'won' });
    const opened = await owner.client.post<{ case: { id: string; code: string } }>(`/conversations/${other.id}/case`, { matter: 'claim', subject: 'Broken leg' });
    await api.sql(`UPDATE cases SET decision = 'refused', decided_at = now(), closed_at = now(), state = 'closed' WHERE id = $1`, [opened.case.id]);
    await owner.client.put(`/contacts/${contact.id}/purchases`, { orders: [{ number: 'A-1', date: at(44).toISOString(), amount: 10, currency: 'PLN' }] });

    const said = (pages: readonly PersonTimeline[]) => pages.flatMap(({ entries }) => entries.map((entry) => `${entry.kind} ${entry.what}`));
    const all = [...await walk(owner, contact.id, 'before')].reverse();
    expect([texts(all).length, said(all)]).toEqual([31, ['survey asked', 'survey asked', 'promise made', 'survey answered', 'survey answered', 'promise broken', 'lead taken', 'lead stage', 'case opened', 'case closed', 'case decided'].sort((a, b) => said(all).indexOf(a) - said(all).indexOf(b))]);
    expect(all.flatMap(({ purchases }) => purchases.map(({ number }) => number))).toEqual(['A-1']);
    const only = async (as: Person, kinds: string) => as.client.get<PersonTimeline>(`/contacts/${contact.id}/messages?only=${kinds}`);
    expect((await only(owner, 'note')).items.map(({ text }) => text)).toEqual(['Rings twice']);
    expect(await only(owner, 'survey')).toMatchObject({ items: [], closed: [], entries: [{ what: 'asked', score: null, text: '' }, { what: 'asked' }, { what: 'answered', score: 2, text: 'Slow', conversationId: one.id }, { what: 'answered', conversationId: hidden.id }] });
    expect((await only(owner, 'lead,case')).entries).toMatchObject([{ kind: 'lead', code: lead.code, wants: 'Ten chairs' }, { kind: 'lead', stage: 'won' }, { kind: 'case', code: opened.case.code, matter: 'claim', subject: 'Broken leg' }, { decision: 'refused' }, { decision: 'refused' }]);
    // Nothing of the channel that is shut, nor anything that hangs on it.
    expect((await only(agent, 'survey')).entries.map((entry) => 'conversationId' in entry && entry.conversationId)).toEqual([one.id, one.id]);
    expect(await only(agent, 'purchase')).toMatchObject({ purchases: [{ number: 'A-1' }], entries: [] });
    expect(await agent.client.refused('GET', `/contacts/${contact.id}/messages?only=secrets`)).toMatchObject({ status: 400 });
  });
});
