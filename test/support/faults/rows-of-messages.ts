/** What customers write, change and take back, and how often and in which order platforms tell of it. */
import type { ConversationView } from '@kontuar/contract';
import { patiently, unique } from '../channel-at-work';
import { called, told, whoCan, type Row } from './row';

const nothing = { events: [] };
/** Where what is kept already can change without a word; `absent.ts` says how it is found. */
const unannounced = { edit: ['reddit'], deletion: ['reddit', 'youtube'] };

export const rowsOfMessages: readonly Row[] = [
  {
    fault: 'proof', name: 'passes the proof that the platform asks for', fits: ({ sim }) => sim.webhook?.handshake !== undefined,
    async test({ played }) {
      expect(await played.platform.handshake()).toBe(true);
    },
  },
  {
    fault: 'plain', name: 'shows what a customer wrote, and takes the answer to them', fits: () => true,
    async test({ played, product }) {
      const { conversation, message, externalId, from } = await played.conversation();
      expect(message).toMatchObject({ direction: 'in', status: 'received', author: { kind: 'contact' } });
      // Some platforms name nobody in what they deliver: then the name is asked for, and comes a moment later. On the phone a number is all there is.
      await patiently(async () => {
        const { contact } = await product.owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
        expect([from.name.split(' ')[0] ?? '', from.handle ?? from.id].filter((known) => contact.name.includes(known))).not.toEqual([]);
      });
      expect(await played.message(externalId)).toHaveLength(1);
      const reply = unique('Good morning');
      const { message: ours } = await played.answer(conversation.id, reply);
      await played.ended(ours.id, 'sent', 'delivered', 'read');
      expect(played.arrived(reply)).toBe(1);
      await played.read();
      expect(await played.stored(reply)).toHaveLength(1);
    },
  },
  {
    fault: 'duplicate', name: 'keeps one message of what it is told three times, or shown at every look', fits: () => true,
    async test({ played, can }) {
      const text = unique('Three times');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { copies: 3 });
      await played.seen(text);
      if (!told(can)) await played.looked();
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    },
  },
  {
    fault: 'parallel duplicate', name: 'keeps one message of a delivery that comes five times at once', fits: called,
    async test({ played }) {
      const text = unique('At once');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { copies: 5, parallel: true });
      await played.seen(text);
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    },
  },
  {
    fault: 'out of order', name: 'keeps both of two that come in the wrong order, in one conversation', fits: told,
    async test({ played }) {
      const { from, conversation } = await played.conversation('Opening');
      const saying = { ...(conversation.visibility === 'public' ? played.usual() : {}), from };
      const [first, second] = [unique('First'), unique('Second')];
      const events = [played.say({ ...saying, text: first }), played.say({ ...saying, text: second })].flatMap((one) => one.events);
      await played.tell({ events }, { reversed: true });
      await Promise.all([played.seen(first), played.seen(second)]);
      await played.read();
      expect([...(await played.stored(first)), ...(await played.stored(second))]).toHaveLength(2);
    },
  },
  {
    fault: 'edit first', name: 'shows the edit of a message that came before the message', fits: whoCan('edit'),
    async test({ played, can }) {
      const text = unique('Teh typo');
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text });
      const edited = unique('The typo');
      const edit = played.sim.edit?.(said.externalId, edited) ?? nothing;
      await played.tell({ events: [...said.events, ...edit.events] }, { reversed: true });
      await patiently(async () => { expect(await played.message(said.externalId)).toMatchObject([{ text: edited }]); });
      if (!told(can)) await played.looked();
      await played.read();
      expect(await played.message(said.externalId)).toMatchObject([{ text: edited }]);
    },
  },
  {
    fault: 'deletion first', name: 'does not show a message whose deletion came first', fits: whoCan('remove'),
    async test({ played, can }) {
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text: unique('Never mind') });
      const removed = played.sim.remove?.(said.externalId) ?? nothing;
      await played.tell({ events: [...said.events, ...removed.events] }, { reversed: true });
      if (!told(can)) await played.looked();
      await played.read();
      await patiently(async () => {
        const rows = await played.message<{ deleted_at: Date | null }>(said.externalId);
        expect(rows.filter((one) => one.deleted_at === null)).toEqual([]);
      });
    },
  },
  {
    fault: 'edit', name: 'repeats an edit and a reaction without an effect', fits: (can) => whoCan('edit')(can) && !unannounced.edit.includes(can.id),
    async test({ played, product, can }) {
      const { externalId, from } = await played.conversation('Edit me');
      const edited = unique('Edited');
      await played.tell(played.sim.edit?.(externalId, edited) ?? nothing, { copies: 3 });
      if (can.sim.react !== undefined) await played.tell(played.sim.react?.(externalId, from, '👍') ?? nothing, { copies: 2 });
      await patiently(async () => { expect(await played.message(externalId)).toMatchObject([{ text: edited }]); });
      if (!told(can)) await played.looked();
      await played.read();
      const [stored] = await played.message<{ id: string }>(externalId);
      expect(await product.api.sql('SELECT 1 FROM message_revisions WHERE message_id = $1', [stored?.id])).toHaveLength(1);
      if (can.sim.react !== undefined) await patiently(async () => { expect((await played.message<{ reactions: unknown[] }>(externalId))[0]?.reactions).toHaveLength(1); });
    },
  },
  {
    fault: 'deletion', name: 'takes away what the customer took back, and keeps nothing of it in sight', fits: (can) => whoCan('remove')(can) && !unannounced.deletion.includes(can.id),
    async test({ played }) {
      const { externalId, conversation, message } = await played.conversation('Take me back');
      await played.tell(played.sim.remove?.(externalId) ?? nothing, { copies: 2 });
      await patiently(async () => {
        const rows = await played.message<{ deleted_at: Date | null }>(externalId);
        expect(rows.map((one) => one.deleted_at !== null)).toEqual([true]);
      });
      const shown = (await played.messages(conversation.id)).find(({ id }) => id === message.id);
      expect(shown?.text ?? '').not.toContain('Take me back');
    },
  },
  {
    fault: 'bad item in a batch', name: 'keeps the good ones of a batch with a bad one', fits: whoCan('unknownEvent'),
    async test({ played, can }) {
      const [first, last] = [unique('Good one'), unique('Another good one')];
      const [one, other] = [played.sim.customer(), played.sim.customer()];
      const usual = played.usual();
      const events = [played.say({ ...usual, from: one, text: first }), played.sim.unknownEvent?.() ?? nothing, played.say({ ...usual, from: other, text: last })].flatMap((happened) => happened.events);
      // Where the platform sends one a request, the bad one comes between them.
      const batches = (can.sim.webhook?.wrap(events, 'http://127.0.0.1:1/').body.toString('utf8') ?? '').includes(last);
      const answers = await played.tell({ events }, { batch: batches });
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      await Promise.all([played.seen(first), played.seen(last)]);
    },
  },
  {
    fault: 'nobody named', name: 'shows a message of somebody whom the platform does not name', fits: () => true,
    async test({ played }) {
      const text = unique('Nameless');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text, nameless: true }));
      const { message } = await played.seen(text);
      expect(message.author.name).not.toBe('');
    },
  },
  {
    fault: 'unknown event', name: 'keeps what it does not know as an ignored delivery', fits: whoCan('unknownEvent'),
    async test({ played }) {
      const before = (await played.deliveries('ignored')).length;
      await played.tell(played.sim.unknownEvent?.() ?? nothing);
      await patiently(async () => { expect((await played.deliveries('ignored')).length).toBeGreaterThan(before); });
      expect(await played.deliveries('dead')).toEqual([]);
    },
  },
  {
    fault: 'unknown message', name: 'shows a message of an unknown kind as unsupported, ready to be read again', fits: whoCan('unknownMessage'),
    async test({ played, product }) {
      const happened = played.sim.unknownMessage?.(played.sim.customer()) ?? { externalId: '', events: [] };
      await played.tell(happened);
      await patiently(async () => {
        const [stored] = await played.message<{ unsupported: string | null }>(happened.externalId);
        expect(stored?.unsupported ?? '').not.toBe('');
      });
      // A look at everything that is there may be reading it again just now.
      await played.read();
      const [found] = await product.api.sql<{ id: string; state: string }>(`SELECT d.id, d.state FROM deliveries d JOIN messages m ON m.conversation_id = d.conversation_id WHERE d.channel_id = $1 AND m.external_id = $2 ORDER BY d.position DESC LIMIT 1`, [played.channel.id, happened.externalId]);
      expect(found?.state).toBe('done');
      await product.owner.client.post(`/deliveries/${found?.id}/replay`);
      await played.read();
      expect(await played.message(happened.externalId)).toHaveLength(1);
    },
  },
  {
    fault: 'answered elsewhere', name: "shows an answer that was given in the platform's own app, once", fits: whoCan('answeredElsewhere'),
    async test({ played, can }) {
      const { from, conversation } = await played.conversation('Answered elsewhere');
      const text = unique('From the phone');
      await played.tell(played.sim.answeredElsewhere?.(from, text) ?? nothing, { copies: 2 });
      const { message, conversation: where } = await played.seen(text);
      expect(message).toMatchObject({ direction: 'out', author: { kind: 'elsewhere' } });
      expect(where.id).toBe(conversation.id);
      if (!told(can)) await played.looked();
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    },
  },
];
