/** Requests that are too big, too old or of somebody else. */
import { unique } from '../channel-at-work';
import { called, type Row } from './row';

export const rowsOfWebhooks: readonly Row[] = [
  {
    fault: '5 MB', name: 'takes a body of 5 MB, or refuses it in time', fits: ({ way, id }) => way !== 'connection' || id === 'matrix',
    async test({ played, can }) {
      const text = unique('Five megabytes');
      if (called(can)) {
        const [answer] = await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { bytes: 5_000_000, tries: 1 });
        expect([200, 202, 204, 413]).toContain(answer?.status);
        if (answer !== undefined && answer.status < 300) await played.seen(text);
      } else {
        played.platform.failNext({ bytes: 5_000_000, times: 3, fits: ({ method }) => method === 'GET' });
        await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }));
        await played.seen(text);
      }
      await played.conversation('Still here');
    },
  },
  {
    fault: 'old signature', name: 'refuses a signature that is ten minutes old', fits: ({ sim }) => sim.webhook?.timed === true,
    async test({ played }) {
      const text = unique('Old');
      const [answer] = await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { signedAt: new Date(Date.now() - 600_000), tries: 1 });
      expect(answer?.status).toBe(401);
      await played.read();
      expect(await played.stored(text)).toEqual([]);
    },
  },
  {
    fault: 'wrong signature', name: 'stores nothing that is not signed', fits: called,
    async test({ played, product, can }) {
      const kept = async () => Number((await product.api.sql<{ count: string }>('SELECT count(*) FROM deliveries WHERE channel_id = $1', [played.channel.id]))[0]?.count);
      /** How many deliveries more are kept after it was told in vain, and what it was. */
      const inVain = async () => {
        const text = unique('Unsigned');
        const said = played.say({ ...played.usual(), from: played.sim.customer(), text });
        const before = await kept();
        expect((await played.tell(said, { unsigned: true, tries: 1 })).map(({ status }) => status)).toEqual(said.events.map(() => 401));
        if (can.sim.webhook?.proof === 'signature') expect((await played.tell(said, { forged: true, tries: 1 })).map(({ status }) => status)).toEqual(said.events.map(() => 401));
        return { text, said, more: (await kept()) - before };
      };
      let told = await inVain();
      // Where we ask, too, a page may have come in at that very moment: not twice.
      if (told.more > 0) told = await inVain();
      expect(told.more).toBe(0);
      // The same thing, signed, is welcome.
      await played.tell(told.said);
      await played.seen(told.text);
    },
  },
];
