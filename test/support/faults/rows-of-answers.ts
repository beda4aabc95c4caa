/** Answers of agents: what platforms refuse, delay, lose and confirm. */
import { patiently, unique } from '../channel-at-work';
import { told, type Row } from './row';

const refusals = { forbidden: 'forbidden', blocked: 'blocked', 'too long': 'too-long', 'window closed': 'window-closed' } as const;

export const rowsOfAnswers: readonly Row[] = [
  {
    fault: 'delivered first', name: 'takes a receipt that is faster than the answer to the send', fits: (can) => told(can) && can.sim.delivered !== undefined,
    async test({ played }) {
      const { conversation } = await played.conversation('Receipt');
      const reply = unique('Fast receipt');
      played.platform.failNext({ delayMs: 800 });
      const { message } = await played.answer(conversation.id, reply);
      const sent = await patiently(() => {
        const found = played.sim.accepted.find((one) => one.text.includes(reply));
        if (found === undefined) throw new Error('not sent yet');
        return found;
      });
      await played.tell(played.sim.delivered?.(sent.externalId) ?? { events: [] });
      await played.ended(message.id, 'delivered', 'read');
      expect(await played.stored(reply)).toHaveLength(1);
    },
  },
  {
    fault: 'read', name: 'shows that the customer read the answer, and never goes back', fits: (can) => told(can) && can.sim.read !== undefined,
    async test({ played, can }) {
      const { conversation } = await played.conversation('Read it');
      const reply = unique('To be read');
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered');
      const sent = played.sim.accepted.find((one) => one.text.includes(reply));
      await played.tell(played.sim.read?.(sent?.externalId ?? '') ?? { events: [] });
      await played.ended(message.id, 'read');
      if (can.sim.delivered !== undefined) await played.tell(played.sim.delivered?.(sent?.externalId ?? '') ?? { events: [] });
      await played.read();
      expect((await played.messages(conversation.id)).find((one) => one.id === message.id)?.status).toBe('read');
    },
  },
  {
    fault: 'rate limit', name: 'waits when the platform asks for it, then sends once', fits: ({ sim }) => sim.failures['rate-limited'] !== undefined,
    async test({ played }) {
      const { conversation } = await played.conversation('Slow down');
      const reply = unique('After the limit');
      played.platform.failNext({ failure: 'rate-limited' });
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered', 'read');
      expect(played.arrived(reply)).toBe(1);
    },
  },
  {
    fault: 'server error', name: 'never sends twice after a server error, and never loses it unseen', fits: () => true,
    async test({ played, can }) {
      const { conversation } = await played.conversation('Broken');
      const reply = unique('Through a server error');
      played.platform.failNext({ ...(can.sim.failures['server-error'] === undefined ? { answer: { status: 500, body: '' } } : { failure: 'server-error' }) });
      const { message } = await played.answer(conversation.id, reply);
      const ended = await played.ended(message.id, 'sent', 'delivered', 'read', 'unknown', 'failed');
      expect({ status: ended.status, arrived: played.arrived(reply) }).toEqual({ status: ended.status, arrived: ['unknown', 'failed'].includes(ended.status) ? 0 : 1 });
      expect(ended.status).not.toBe('failed');
    },
  },
  {
    fault: 'cut after accepting', name: 'does not send again what was accepted before the connection broke', fits: () => true,
    async test({ played }) {
      const { conversation } = await played.conversation('Cut');
      const reply = unique('Accepted and cut');
      played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered', 'read', 'unknown');
      await played.read();
      expect(played.arrived(reply)).toBe(1);
      expect(await played.stored(reply)).toHaveLength(1);
    },
  },
  {
    fault: 'expired access', name: 'renews an access that ended in the middle, or asks for somebody', fits: ({ sim }) => sim.failures['token-expired'] !== undefined,
    async test({ played, product }) {
      const { conversation } = await played.conversation('Expired');
      const reply = unique('With a new token');
      played.platform.failNext({ failure: 'token-expired' });
      const { message } = await played.answer(conversation.id, reply);
      const ended = await played.ended(message.id, 'sent', 'delivered', 'read', 'failed');
      if (ended.status === 'failed') {
        expect(ended.failure?.code).toBe('unauthorized');
        await patiently(async () => {
          const [row] = await product.api.sql<{ alarm: { code: string } | null }>('SELECT alarm FROM channels WHERE id = $1', [played.channel.id]);
          expect(row?.alarm?.code).toBe('unauthorized');
        });
        await product.owner.client.post(`/messages/${message.id}/retry`);
        await played.ended(message.id, 'sent', 'delivered', 'read');
      }
      expect(played.arrived(reply)).toBe(1);
    },
  },
  ...Object.entries(refusals).map(([fault, failure]): Row => ({
    fault: fault as keyof typeof refusals, name: `tells the agent why, when the platform says ${failure}`, fits: ({ sim }) => sim.failures[failure] !== undefined,
    async test({ played }) {
      const { conversation } = await played.conversation(failure);
      const reply = unique(`Refused as ${failure}`);
      played.platform.failNext({ failure });
      const { message } = await played.answer(conversation.id, reply);
      const { failure: why } = await played.ended(message.id, 'failed');
      expect(why?.code).toMatch(/^[a-z][a-z-]+$/);
      expect(['internal', 'rejected', 'bounced']).not.toContain(why?.code);
      expect(why?.detail.length).toBeGreaterThan(10);
      expect(why?.detail).not.toMatch(/https?:\/\/|[{}]|undefined|\[object/);
      expect(played.arrived(reply)).toBe(0);
    },
  })),
];
