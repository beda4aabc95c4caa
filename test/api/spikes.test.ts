import type { NoticeView, Page, SpikeAlerts } from '@kontuar/contract';
import { eventually } from '../support/eventually';
import { NetworkStage, post } from '../support/network';

describe('when unusually much comes in', () => {
  let stage: NetworkStage;
  beforeAll(async () => {
    stage = await NetworkStage.open();
    // Three weeks of a quiet page: two an hour, whatever the hour.
    await stage.api.sql(`INSERT INTO spike_hours (workspace_id, channel_id, hour, count) SELECT workspace_id, id, h, 2 FROM channels, generate_series(date_trunc('hour', now()) - interval '21 days', date_trunc('hour', now()) - interval '1 hour', interval '1 hour') AS h`);
    await stage.api.sql(`INSERT INTO spike_positions (workspace_id, folded_to) SELECT id, date_trunc('hour', now()) FROM workspaces`);
  });
  afterAll(() => stage.close());

  const alerts = () => stage.owner.client.get<SpikeAlerts>('/spikes');

  it('says so within a minute, once, with the post and the words that caused it, three who show it and whoever leads at that hour', async () => {
    const supervisor = await stage.api.invite(stage.owner, 'supervisor');
    await stage.api.sql(`UPDATE memberships SET duty = 'on' WHERE id = $1`, [supervisor.memberId]);
    await stage.tell(...Array.from({ length: 6 }, (_, index) => stage.comment(`Ala${index}`, `Jaki jest termin dostawy kubka ${index}?`)));
    expect((await alerts()).items).toEqual([]);
    const began = Date.now();
    await stage.tell(...Array.from({ length: 20 }, (_, index) => stage.comment(`Klient${index}`, `Strona nie działa, błąd płatności ${index}`)));
    const [alert] = await eventually(async () => {
      const { items } = await alerts();
      expect(items).toHaveLength(1);
      return items;
    }, 40_000);
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(alert).toMatchObject({ windowMinutes: 5, severity: 'critical', calmAt: null, takenBy: null, told: [supervisor.memberId], cause: { post: { title: post.text } } });
    expect(alert?.count).toBeGreaterThanOrEqual(20);
    expect(alert?.cause.words).toEqual(expect.arrayContaining(['strona', 'platnosci']));
    expect(new Set(alert?.samples.map(({ authorName }) => authorName)).size).toBe(3);
    await eventually(async () => { expect((await supervisor.client.get<Page<NoticeView>>('/notices?limit=50')).items.map(({ what }) => what)).toContain('spike'); }, 20_000);

    expect(await supervisor.client.post(`/spikes/${alert?.id}/take`)).toMatchObject({ takenBy: supervisor.memberId });
    expect(await supervisor.client.post(`/spikes/${alert?.id}/judgement`, { useful: false })).toMatchObject({ useful: false });
    await supervisor.client.post(`/spikes/${alert?.id}/judgement`, { useful: false });
    expect(await stage.api.sql('SELECT threshold FROM spike_channels')).toEqual([{ threshold: 7 }]);
    expect(await supervisor.client.post(`/spikes/${alert?.id}/calm`)).toMatchObject({ calmAt: expect.any(String) as string });
    expect(await alerts()).toMatchObject({ judged: 1, useful: 0 });
  }, 90_000);
});
