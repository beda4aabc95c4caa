import type { Cared, ChannelView, ErasureView, MonitorChanged, MonitorView } from '@kontuar/contract';
import { Housekeeping } from '@kontuar/core';
import { eventually } from '../support/eventually';
import { ListeningStage } from '../support/listening-stage';

let stage: ListeningStage;
beforeAll(async () => { stage = await ListeningStage.open(); });
afterAll(() => stage.close());

describe('the way back', () => {
  it('takes a changed query back with exactly what it had found, however old, and what was said meanwhile; what was judged meanwhile stays', async () => {
    const mine = await stage.monitor('Changed by mistake', 'szafa');
    const story = 'Ta szafa skrzypi od pierwszego dnia i nikt tego nie naprawia';
    const [kept, loud] = [stage.post({ text: story }), stage.post({ text: 'Szafa gra za głośno' })];
    await stage.push([kept, stage.post({ text: story }), loud, stage.post({ text: 'szafa i kanapa od wczoraj' })]);
    await eventually(async () => { expect((await stage.found(mine.id)).map(({ copies }) => copies).sort()).toEqual([0, 0, 1]); });
    // Older than a new query looks back.
    await stage.api.sql(`UPDATE mentions m SET published_at = now() - interval '40 days' FROM posts p WHERE p.id = m.post_id AND p.external_id = $1 AND m.monitor_id = $2`, [kept.id, mine.id]);
    await stage.api.sql(`UPDATE posts SET published_at = now() - interval '40 days' WHERE external_id = $1`, [kept.id]);
    const [copy] = await stage.api.sql<{ id: string; copy_of: string }>('SELECT id, copy_of FROM mentions WHERE monitor_id = $1 AND copy_of IS NOT NULL', [mine.id]);
    await stage.api.sql(`UPDATE mentions SET judgement = 'relevant', judged_at = now() WHERE id = $1`, [copy?.id]);
    const rows = () => stage.api.sql('SELECT * FROM mentions WHERE monitor_id = $1 ORDER BY id', [mine.id]);
    const [stood, before] = [await rows(), await stage.found(mine.id)];

    const changed = await stage.analyst.client.patch<MonitorChanged>(`/listening/monitors/${mine.id}`, { query: 'kanapa', name: 'Sofas' });
    expect([changed.query, (await rows()).length]).toEqual(['kanapa', 2]);
    await stage.analyst.client.patch(`/listening/monitors/${mine.id}`, { kind: 'product' });
    const again = await stage.analyst.client.patch<MonitorChanged>(`/listening/monitors/${mine.id}`, { query: 'taboret' });
    expect(await stage.analyst.client.send('POST', `/listening/monitors/${mine.id}/undo`, { changeId: changed.changeId })).toMatchObject({ status: 409, body: { code: 'monitor-changed-since' } });
    expect(await (await stage.api.otherWorkspace()).client.send('POST', `/listening/monitors/${mine.id}/undo`, { changeId: again.changeId })).toMatchObject({ status: 404 });
    expect((await stage.analyst.client.post<MonitorView>(`/listening/monitors/${mine.id}/undo`, { changeId: again.changeId })).query).toBe('kanapa');
    const back = await stage.analyst.client.post<MonitorView>(`/listening/monitors/${mine.id}/undo`, { changeId: changed.changeId });
    // What somebody else changed in between is theirs.
    expect([back.query, back.name, back.kind]).toEqual(['szafa', 'Changed by mistake', 'product']);
    expect(await rows()).toEqual(stood);
    expect(await stage.found(mine.id)).toEqual(before);
    expect(await stage.analyst.client.send('POST', `/listening/monitors/${mine.id}/undo`, { changeId: changed.changeId })).toMatchObject({ status: 404 });

    // Changed, and then much happens: a new post, a judgement of what both queries find, an author who is muted.
    const { changeId } = await stage.analyst.client.patch<MonitorChanged>(`/listening/monitors/${mine.id}`, { query: 'kanapa OR skrzypi' });
    await stage.push([stage.post({ text: 'Nowa szafa bez kanapy' })]);
    const [both] = (await stage.found(mine.id)).filter(({ post: { text } }) => text === 'szafa i kanapa od wczoraj');
    await stage.agent.client.post(`/listening/mentions/${both?.id}/judge`, { judgement: 'relevant' });
    await stage.analyst.client.post('/listening/muted', { platform: 'forum', author: (loud.author as { handle: string }).handle });
    await eventually(async () => { expect(await stage.api.sql(`SELECT 1 FROM posts WHERE text = 'Nowa szafa bez kanapy'`)).toHaveLength(1); });
    await stage.analyst.client.post(`/listening/monitors/${mine.id}/undo`, { changeId });
    expect((await stage.found(mine.id)).map(({ post: { text }, copies, judgement }) => [text, copies, judgement]).sort()).toEqual([['Nowa szafa bez kanapy', 0, null], [story, 1, null], ['szafa i kanapa od wczoraj', 0, 'relevant']].sort());

    // Resting for a while changes no query, and loses nothing.
    await stage.analyst.client.patch(`/listening/monitors/${mine.id}`, { active: false });
    await stage.analyst.client.patch(`/listening/monitors/${mine.id}`, { active: true });
    expect((await stage.texts(mine.id)).sort()).toEqual(['Nowa szafa bez kanapy', story, 'szafa i kanapa od wczoraj'].sort());
    // Once its hour is over, it is the query.
    const late = await stage.analyst.client.patch<MonitorChanged>(`/listening/monitors/${mine.id}`, { query: 'taboret' });
    await stage.api.sql(`UPDATE removed_monitors SET removed_at = now() - interval '61 minutes'`);
    expect((await stage.analyst.client.send('POST', `/listening/monitors/${mine.id}/undo`, { changeId: late.changeId })).status).toBe(404);
    await stage.api.app.get(Housekeeping).run();
    expect(await stage.api.sql('SELECT id FROM removed_monitors UNION ALL SELECT id FROM removed_mentions')).toEqual([]);
  });

  it('leads to nothing of a person who was erased meanwhile, also where a removed monitor alone knew that their words became a conversation', async () => {
    await stage.owner.client.post<ChannelView>('/channels', { connectorId: 'log', name: 'Counter', settings: { account: 'log', token: 'secret' } });
    const [mine, changed] = [await stage.monitor('Removed', 'kredens'), await stage.monitor('Changed', 'kredens')];
    // Of some places only a name is known, which no address of theirs repeats.
    const said = stage.post({ text: 'Kredens pękł, mówi Klementyna', author: { handle: '', name: 'Klementyna Sowa' } });
    await stage.push([said, stage.post({ text: 'Kredens kogoś innego' })]);
    const [first] = await eventually(async () => { const all = (await stage.found(mine.id)).filter(({ post }) => post.authorName === 'Klementyna Sowa'); expect(all).toHaveLength(1); return all; });
    const { conversationId } = await stage.agent.client.post<Cared>(`/listening/mentions/${first?.id}/care`, {});
    await stage.analyst.client.send('DELETE', `/listening/monitors/${mine.id}`);
    const { changeId } = await stage.analyst.client.patch<MonitorChanged>(`/listening/monitors/${changed.id}`, { query: 'taboret' });
    const kept = () => stage.api.sql<{ text: string }>('SELECT p.text FROM removed_mentions r JOIN posts p ON p.id = r.post_id ORDER BY 1');
    expect((await kept()).map(({ text }) => text)).toEqual(['Kredens kogoś innego', 'Kredens kogoś innego', 'Kredens pękł, mówi Klementyna', 'Kredens pękł, mówi Klementyna']);
    const [{ contact_id: person } = { contact_id: '' }] = await stage.api.sql<{ contact_id: string }>('SELECT contact_id FROM conversations WHERE id = $1', [conversationId]);
    const erasure = await stage.owner.client.post<ErasureView>(`/contacts/${person}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: 'Klementyna Sowa' });
    await eventually(async () => { expect((await stage.owner.client.get<ErasureView>(`/privacy/erasures/${erasure.id}`)).state).toBe('done'); });
    expect((await kept()).map(({ text }) => text)).toEqual(['Kredens kogoś innego', 'Kredens kogoś innego']);
    expect(await stage.api.sql(`SELECT 1 FROM posts WHERE text LIKE '%Klementyna%' UNION ALL SELECT 1 FROM source_deliveries WHERE position(convert_to('Klementyna', 'UTF8') IN body) > 0`)).toEqual([]);
    await stage.analyst.client.post(`/listening/monitors/${mine.id}/restore`);
    await stage.analyst.client.post(`/listening/monitors/${changed.id}/undo`, { changeId });
    for (const { id } of [mine, changed]) expect(await stage.texts(id)).toEqual(['Kredens kogoś innego']);
    // A source that is asked again tells of it again, of an edit and of its deletion; what anybody says from now on is news.
    await stage.push([{ ...said, text: 'Kredens pękł, mówi znów Klementyna' }, { ...said, deleted: true }, stage.post({ text: 'Kredens następny', author: { handle: '', name: 'Klementyna Sowa' } })]);
    await eventually(async () => { expect((await stage.texts(mine.id)).sort()).toEqual(['Kredens kogoś innego', 'Kredens następny']); });
    expect(await stage.api.sql('SELECT 1 FROM posts WHERE external_id = $1', [said.id])).toEqual([]);
    expect(await stage.api.sql('SELECT octet_length(hash) AS bytes FROM erased_posts')).toEqual([{ bytes: 20 }]);
  });
});
