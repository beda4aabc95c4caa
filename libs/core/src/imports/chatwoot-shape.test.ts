import { Readable } from 'node:stream';
import { conversationsIn, readConversation } from './chatwoot-shape';
import { jsonPieces, NoJsonError } from './json-pieces';

const all = async (text: string, size = 7): Promise<unknown[]> => {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
  const found: unknown[] = [];
  for await (const piece of jsonPieces(Readable.from(chunks))) found.push(piece);
  return found;
};
const talk = { id: 7, account_id: 1, inbox_id: 3, status: 'open', created_at: 1_700_000_000, labels: ['vip'], meta: { sender: { id: 5, name: 'Łucja', email: 'l@x.pl' }, channel: 'Channel::Email' }, messages: [{ id: 1, content: 'Dzień {dobry} "x"', message_type: 0, created_at: '2024-01-02T03:04:05Z', private: false }] };

it('takes a file to pieces however it is written and wherever it was cut', async () => {
  const text = JSON.stringify(talk);
  for (const [file, count] of [[text, 1], [`[${text},\n${text}]`, 2], [`${text}\n${text}\n`, 2], ['[]', 0]] as const) {
    const pieces = await all(file);
    expect(pieces).toEqual(Array.from({ length: count }, () => talk));
  }
  expect(await all('{"a": "x\\u0000y\\ud800z", "b": "\\\\u0000"}')).toEqual([{ a: 'xy\ufffdz', b: '\\u0000' }]);
  await expect(all('{"a": "never ends')).rejects.toThrow(NoJsonError);
  await expect(all('{"a": nonsense}')).rejects.toThrow(NoJsonError);
  await expect(all('}')).rejects.toThrow(NoJsonError);
});

it('reads one conversation, and pages of them as the API answers them', () => {
  expect(conversationsIn({ data: { meta: {}, payload: [talk, talk] } })).toHaveLength(2);
  expect(conversationsIn({ payload: [talk] })).toEqual([talk]);
  expect(conversationsIn(talk)).toEqual([talk]);
  expect(readConversation(talk)).toMatchObject({ id: '7', inbox_id: '3', status: 'open', created_at: new Date(1_700_000_000_000), messages: [{ id: '1', message_type: 'incoming', created_at: new Date('2024-01-02T03:04:05Z') }] });
  expect(readConversation({ id: 7, subject: 'of something else' })).toBeUndefined();
  expect(readConversation({ ...talk, messages: [{ ...talk.messages[0], created_at: 99_999_999_999 }] })?.messages[0]?.created_at.getTime()).toBeLessThanOrEqual(Date.now());
});
