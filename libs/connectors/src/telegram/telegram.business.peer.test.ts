import { contextFor, failure, parsed, png, poll, type TelegramContext } from '../../../../test/platforms/telegram/connected';
import { startTelegram, type TelegramSimulator } from '../../../../test/platforms/telegram/simulator';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import type { Inbound, Outbound } from '../contract';
import { telegram } from './telegram.connector';

let sim: TelegramSimulator;
let ctx: TelegramContext;
beforeEach(async () => {
  sim = await startTelegram();
  ctx = contextFor(sim);
});
afterEach(async () => {
  await sim.close();
});

/** All that Telegram has told, in order. */
const told = async (): Promise<Inbound[]> => parsed(ctx, (await poll(ctx)).pages);

async function begun() {
  const [owner, anna] = [sim.person({ first_name: 'Owner' }), sim.person({ first_name: 'Anna' })];
  const { id } = sim.business.connect(owner);
  const { messageId } = sim.business.customerWrites(id, anna, 'Are you open on Sunday?');
  const thread = `${anna.id}@${id}`;
  const send = (given: Partial<Outbound> = {}) => telegram.send(ctx, buildOutbound({ to: { id: String(anna.id) }, threadKey: thread, lastInboundAt: new Date().toISOString(), ...given }));
  return { owner, anna, id, thread, asked: `${id}:${anna.id}:${messageId}`, send };
}

it('reads what the customer, the owner and the account itself write, change and take back', async () => {
  const { owner, anna, id, thread, asked } = await begun();
  const { messageId } = sim.business.ownerWrites(id, anna.id, 'Until four');
  sim.business.ownerWrites(id, anna.id, 'We are closed until Monday', { byItself: true });
  sim.business.edits(id, anna.id, messageId, 'Until five');
  sim.business.removes(id, anna.id, [messageId]);
  sim.business.disconnect(id);
  const answer = `${id}:${anna.id}:${messageId}`;
  expect(await told()).toMatchObject([
    { kind: 'ignored', reason: expect.stringContaining('lets our bot answer') },
    { kind: 'message', externalId: asked, thread: { key: thread }, from: { id: String(anna.id) } },
    { kind: 'message', externalId: answer, echo: true, from: { id: String(owner.id) }, to: [{ id: String(anna.id) }] },
    { kind: 'message', echo: true, automatic: 'auto-reply' },
    { kind: 'edit', externalId: answer, text: 'Until five' },
    { kind: 'deletion', externalId: answer },
    { kind: 'ignored', reason: expect.stringContaining('no longer') },
  ]);
});

it('answers for the owner: words, a picture, dots, read marks, a change and a deletion', async () => {
  const { anna, id, thread, asked, send } = await begun();
  await telegram.act?.(ctx, { kind: 'read', threadKey: thread, externalId: asked });
  await telegram.act?.(ctx, { kind: 'typing', threadKey: thread });
  expect(sim.business.gestures).toEqual(['read 1', `typing ${anna.id}`]);
  const first = await send({ text: 'Until four', replyToExternalId: asked });
  const second = await send({ text: 'The door', attachments: [buildAttachment({ name: 'door.png', contentType: 'image/png', content: png })] });
  await telegram.act?.(ctx, { kind: 'edit', threadKey: thread, externalId: first.externalId, text: 'Until five' });
  expect(sim.business.sent(id, anna.id).map(({ text, files }) => [text, files])).toEqual([['Until five', 0], ['The door', 1]]);
  await telegram.act?.(ctx, { kind: 'delete', threadKey: thread, externalId: second.externalId });
  expect(sim.business.sent(id, anna.id).map(({ text }) => text)).toEqual(['Until five']);
  // The bot's own chat with the same person has seen nothing of it.
  expect(sim.sent(anna.id)).toEqual([]);
  expect(sim.violations).toEqual([]);
});

it('says in plain words why it can not answer', async () => {
  const { anna, id, thread, send, asked } = await begun();
  sim.business.age(id, anna.id, 25);
  const long = new Date(Date.now() - 25 * 3_600_000).toISOString();
  const before = sim.requests.length;
  expect(await failure(send({ lastInboundAt: long }))).toMatchObject({ kind: 'rejected', reason: 'window-closed' });
  expect(sim.requests).toHaveLength(before);
  // Not known to us, Telegram says it.
  expect(await failure(send())).toMatchObject({ kind: 'rejected', reason: 'window-closed' });
  expect(await failure(telegram.act!(ctx, { kind: 'like', threadKey: thread, externalId: asked }))).toMatchObject({ reason: 'unsupported' });
  sim.business.disconnect(id);
  expect(await failure(send())).toMatchObject({ kind: 'rejected', reason: 'permission-missing' });
});

it('says that the owner gave no right to it', async () => {
  const [owner, anna] = [sim.person(), sim.person()];
  const { id } = sim.business.connect(owner, ['can_read_messages']);
  sim.business.customerWrites(id, anna, 'hello');
  expect(await failure(telegram.send(ctx, buildOutbound({ to: { id: String(anna.id) }, threadKey: `${anna.id}@${id}` })))).toMatchObject({ kind: 'rejected', reason: 'permission-missing' });
});
