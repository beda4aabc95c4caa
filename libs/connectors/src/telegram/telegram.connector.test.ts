import { buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import type { AskedRequest } from '../conformance/http-faults';
import { telegram } from './telegram.connector';
import { webhookSecret, type TelegramSettings } from './telegram.settings';

const settings: TelegramSettings = { token: '700000001:AAE-invented_for_the_conformance_s', receive: 'auto', apiRoot: 'https://telegram.test' };
const failed = (status: number, description: string, more: { parameters?: object; headers?: Record<string, string> } = {}) => ({
  answer: { status, headers: more.headers ?? {}, body: { ok: false, error_code: status, description, ...(more.parameters ? { parameters: more.parameters } : {}) } },
});
const sent = (id: number) => ({ status: 200, body: { ok: true, result: { message_id: id, date: 1, chat: { id: 510000001, type: 'private' } } } });

connectorConformance(telegram, {
  folder: __dirname,
  settings,
  secrets: ['token'],
  proof: {
    kind: 'secret',
    in: { header: 'x-telegram-bot-api-secret-token' },
    sign: (request, own) => ({ ...request, headers: { ...request.headers, 'x-telegram-bot-api-secret-token': webhookSecret(own) } }),
  },
  malformed: [
    { name: 'an update without a number', body: '{"message":{}}' },
    { name: 'a number that is no number', body: '{"update_id":"7"}' },
    { name: 'a negative number', body: '{"update_id":-1}' },
    { name: 'a fraction', body: '{"update_id":1.5}' },
    { name: 'a list', body: '[{"update_id":1}]' },
    { name: 'a tower of brackets', body: '['.repeat(200_000) },
  ],
  unknown: [
    { name: 'an update of tomorrow', delivery: delivery({ update_id: 1, telepathy: { thought: 'hm' } }) },
    { name: 'an update with nothing in it', delivery: delivery({ update_id: 1 }) },
    { name: 'a message without a chat', delivery: delivery({ update_id: 1, message: { message_id: 1, date: 1, text: 'hm' } }) },
    { name: 'a message that is a number', delivery: delivery({ update_id: 1, message: 4 }) },
    { name: 'a message that is null', delivery: delivery({ update_id: 1, message: null }) },
    { name: 'a message of a new kind', delivery: delivery({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, hologram: { file_id: 'x' } } }) },
    { name: 'a photo that is no photo', delivery: delivery({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, photo: 'x' } }) },
    { name: 'a pressed button, which we never show', delivery: delivery({ update_id: 1, callback_query: { id: '1', from: { id: 1 }, chat_instance: '1' } }) },
    { name: 'a post of a broadcast channel', delivery: delivery({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: -100, type: 'channel', title: 'News' }, text: 'hm' } }) },
    { name: 'a kind whose name is a trap', delivery: { contentType: 'application/json', body: Buffer.from('{"update_id":1,"__proto__":{"message":{}},"\\u0000\\ud800":{}}') } },
    { name: 'bytes that are no JSON', delivery: { contentType: 'application/json', body: Buffer.from('{"upd') } },
  ],
  to: { id: '510000001' },
  outbound: { threadKey: '510000001' },
  accepts: {
    answer: () => sent(900),
    shownText: (asked: AskedRequest[]) => asked.map(({ body }) => textOf(body)).join(''),
  },
  errors: {
    'rate-limited': { http: failed(429, 'Too Many Requests: retry after 7', { parameters: { retry_after: 7 } }), kind: 'unavailable', retryAfterMs: 7000 },
    'server-error': { http: failed(500, 'Internal Server Error'), kind: 'ambiguous', reason: 'no-answer' },
    'connection-refused': { http: { breaks: 'before-connect' }, kind: 'unavailable', reason: 'unreachable' },
    'connection-lost-after-writing': { http: { breaks: 'after-writing' }, kind: 'ambiguous' },
    'timeout-after-writing': { http: { breaks: 'timeout' }, kind: 'ambiguous' },
    'credentials-refused': { http: failed(401, 'Unauthorized'), kind: 'unauthorized', reason: 'token-refused' },
    forbidden: { http: failed(403, 'Forbidden: bot was blocked by the user'), kind: 'rejected', reason: 'blocked-by-user' },
    'refused-content': { http: failed(400, 'Bad Request: chat not found'), kind: 'rejected', reason: 'chat-not-found' },
  },
  moreErrors: [
    { when: 'a connection that broke while the request was being written', http: { breaks: 'while-writing' }, kind: 'unavailable' },
    { when: 'a limit told only by a header', http: { answer: { status: 429, headers: { 'retry-after': '3' }, body: '<html>slow down</html>' } }, kind: 'unavailable', retryAfterMs: 3000 },
    { when: 'a limit without a time', http: { answer: { status: 429, body: 'x' } }, kind: 'unavailable' },
    { when: 'a page of a proxy in front', http: { answer: { status: 502, body: '<html>Bad Gateway</html>' } }, kind: 'ambiguous' },
    { when: 'a 200 that is no answer of the Bot API', http: { answer: { status: 200, body: '<html>Sign in to the hotel</html>' } }, kind: 'ambiguous' },
    { when: 'a redirect', http: { answer: { status: 302, headers: { location: 'https://elsewhere.test' }, body: '' } }, kind: 'unavailable', reason: 'wrong-address' },
    { when: 'a token that never existed', http: failed(404, 'Not Found'), kind: 'unauthorized', reason: 'token-refused' },
    { when: 'an address that is no Bot API', http: { answer: { status: 404, body: '<html>nginx</html>' } }, kind: 'unauthorized', reason: 'wrong-address' },
    { when: 'a deleted account', http: failed(403, 'Forbidden: user is deactivated'), kind: 'rejected', reason: 'user-deactivated' },
    { when: 'a person who never wrote', http: failed(403, "Forbidden: bot can't initiate conversation with a user"), kind: 'rejected', reason: 'cannot-write-first' },
    { when: 'a group that threw the bot out', http: failed(403, 'Forbidden: bot was kicked from the supergroup chat'), kind: 'rejected', reason: 'removed-from-chat' },
    { when: 'a text that Telegram finds too long', http: failed(400, 'Bad Request: message is too long'), kind: 'rejected', reason: 'text-too-long' },
    { when: 'a refusal with words that we never saw', http: failed(400, 'Bad Request: the moon is wrong'), kind: 'rejected', reason: 'refused' },
    { when: 'two programs on one bot', http: failed(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'), kind: 'unavailable', reason: 'other-poller' },
    { when: 'a 5xx to a call that may be repeated', http: failed(500, 'Internal Server Error'), call: (connector, ctx) => connector.act?.(ctx, { kind: 'typing', threadKey: '1' }) ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'silence on a call that may be repeated', http: { breaks: 'timeout' }, call: (connector, ctx) => connector.download?.(ctx, 'file') ?? Promise.resolve(), kind: 'unavailable' },
    { when: 'a file past 20 MB', http: failed(400, 'Bad Request: file is too big'), call: (connector, ctx) => connector.download?.(ctx, 'file') ?? Promise.resolve(), kind: 'rejected', reason: 'file-too-big' },
    { when: 'a business account that took the bot off', http: failed(400, 'Bad Request: BUSINESS_CONNECTION_INVALID'), kind: 'rejected', reason: 'permission-missing' },
    { when: 'a business chat in which nobody wrote for a day', http: failed(400, 'Bad Request: BUSINESS_PEER_USAGE_MISSING'), kind: 'rejected', reason: 'window-closed' },
    { when: 'the same, known beforehand', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.send(ctx, buildOutbound({ to: { id: '1' }, threadKey: '1@bc_Zx0001', lastInboundAt: '2026-11-20T11:59:59Z' })), kind: 'rejected', reason: 'window-closed' },
    { when: 'a reaction for a business account, which would mark another message', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'like', threadKey: '1@bc_Zx0001', externalId: 'bc_Zx0001:1:36' }) ?? Promise.resolve(), kind: 'rejected', reason: 'unsupported' },
    { when: 'a conversation without a chat', http: { breaks: 'before-connect' }, call: (connector, ctx) => connector.act?.(ctx, { kind: 'typing', threadKey: 'nonsense' }) ?? Promise.resolve(), kind: 'rejected', reason: 'chat-not-found' },
  ],
});

describe('what PostgreSQL can not hold', () => {
  it('is replaced in texts, names and kinds, one unit for one', async () => {
    const evil = 'a\u0000b\ud800c';
    const from = { id: 5, is_bot: false, first_name: evil, username: evil };
    const document = { file_id: evil, file_unique_id: 'x', file_name: `${evil}.pdf` };
    const chat = { id: 5, type: 'private' };
    const said = [
      { message_id: 1, date: 1, chat, from, caption: evil, caption_entities: [{ type: 'bold', offset: 4, length: 1 }], document },
      { message_id: 2, date: 1, chat, from, [evil]: {} },
      { message_id: 3, date: 1, chat, from, text: 'x', media_group_id: evil, business_connection_id: evil },
    ];
    const inbound = [];
    for (const message of said) inbound.push(...(await telegram.parse(delivery({ update_id: 9, message }), settings)));
    inbound.push(...(await telegram.parse(delivery({ update_id: 9, [evil]: {} }), settings)));
    expect(inbound).toHaveLength(4);
    expect(inbound[0]).toMatchObject({ text: 'a\ufffdb\ufffdc', html: 'a\ufffdb\ufffd<b>c</b>' });
    const written = JSON.stringify(inbound);
    expect(written).not.toMatch(/\\u0000|\\ud800/i);
  });
});

function delivery(update: object) {
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(update)) };
}

function textOf(body: string): string {
  const { text } = JSON.parse(body) as { text: string }; // what the connector wrote
  return text;
}
