/** Comments below posts, what agents do to them, and pictures. */
import { patiently, unique } from '../channel-at-work';
import { inPublic, whoCan, type Row } from './row';

const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export const rowsOfPosts: readonly Row[] = [
  {
    fault: 'comment', name: 'makes a conversation of a comment, with the post above, and answers in public', fits: whoCan('post'),
    async test({ played }) {
      const postId = played.sim.post?.(unique('Our new mugs are here')) ?? '';
      const { conversation, message, from } = await played.conversation('Nice mug', { public: { postId } });
      expect(message.visibility).toBe('public');
      expect(conversation.post).not.toBeNull();
      const reply = unique('Thank you');
      const { message: ours } = await played.answer(conversation.id, reply);
      await played.ended(ours.id, 'sent', 'delivered', 'read');
      expect(played.sim.accepted.find((one) => one.text.includes(reply))).toMatchObject({ visibility: 'public' });
      if (played.channel.capabilities.privateReply === undefined) return;
      const secret = unique('Your order number, please');
      const { message: quiet } = await played.answer(conversation.id, secret, { visibility: 'private' });
      await played.ended(quiet.id, 'sent', 'delivered', 'read');
      expect(played.sim.accepted.find((one) => one.text.includes(secret))).toMatchObject({ visibility: 'private' });
      // What they write back in private goes on in the same conversation, with the same agent.
      const back = unique('It is 4711');
      await played.tell(played.say({ from, text: back }));
      expect((await played.seen(back)).conversation.id).toBe(conversation.id);
    },
  },
  ...(['hide', 'like'] as const).map((kind): Row => ({
    fault: kind, name: `lets an agent ${kind} a comment and take it back, once the platform confirmed it`, fits: (can) => can.sim.post !== undefined && inPublic(can)[kind] === true,
    async test({ played, product }) {
      const { message } = await played.conversation(`To ${kind}`, { public: { postId: played.sim.post?.(unique('A post')) ?? '' } });
      const state = kind === 'hide' ? 'hidden' : 'liked';
      const done = (held: boolean) => product.live.until('message.updated', (one) => one.message.id === message.id && one.message.moderation?.[state] === held && one.message.moderation.pending === null, 20_000);
      await product.owner.client.post(`/messages/${message.id}/acts`, { kind });
      await done(true);
      await product.owner.client.post(`/messages/${message.id}/acts`, { kind: `un${kind}` });
      await patiently(async () => {
        expect((await played.messages(message.conversationId)).find((one) => one.id === message.id)?.moderation).toMatchObject({ [state]: false, pending: null });
      });
    },
  })),
  {
    fault: 'picture', name: 'fetches a picture that came along, even if the first try fails', fits: (can) => can.capabilities.attachments !== false || inPublic(can).attachments !== false,
    async test({ played, product }) {
      const text = unique('With a picture');
      const picture = { name: 'mug.png', contentType: 'image/png', bytes: onePixel };
      played.platform.failNext({ answer: { status: 503, body: '' }, fits: (call) => call.method === 'GET' && !call.path.includes('getUpdates') && call.headers['accept']?.includes('json') !== true && call.path.match(/file|media|content|cdn|blob|upload/i) !== null });
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text, media: [picture] });
      await played.tell(said);
      await played.seen(text);
      await patiently(async () => {
        const [stored] = await played.message<{ id: string }>(said.externalId);
        expect(await product.api.sql('SELECT state FROM attachments WHERE message_id = $1', [stored?.id])).toMatchObject([{ state: 'ready' }]);
      });
    },
  },
];
