/** Telegram as the kit plays every platform: the same simulator, with the kit at the wire. */
import type { Accepted, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { failureBody } from './faults';
import { TelegramSimulator } from './simulator';
import type { Update } from './updates';

const refusal = (status: number, description: string, more: { retryAfter?: number } = {}) => ({ status, headers: { 'content-type': 'application/json' }, body: failureBody({ status, description, ...more }) });

export const telegramPlatform: PlatformModule = {
  id: 'telegram',
  label: 'Telegram',
  create: ({ root, now }) => simulate(root, now),
};

function simulate(root: string, now: () => Date): Simulated {
  const sim = new TelegramSimulator({ manual: true, now });
  const accepted: Accepted[] = [];
  const people = new Map<string, number>();
  const idOf = (chatId: number, messageId: number) => `${chatId}:${messageId}`;
  const happened = (chatId: number, messageId: number, ...updates: Update[]): Happened => ({ externalId: idOf(chatId, messageId), events: updates.map((payload) => ({ payload })) });
  const addressOf = (externalId: string) => {
    const [chatId = 0, messageId = 0] = externalId.split(':').map(Number);
    return { chatId, messageId };
  };

  const noteWhatWasSent = (chatId: number) => {
    for (const shown of sim.sent(chatId)) {
      const externalId = idOf(chatId, shown.messageId);
      if (accepted.some((one) => one.externalId === externalId)) continue;
      accepted.push({ externalId, text: shown.text, to: String(chatId), visibility: 'private', mediaCount: shown.files.length });
    }
  };

  const say = ({ from, text = '', media = [], replyTo }: Saying): Happened => {
    const chatId = Number(from.id);
    const saying = replyTo === undefined ? {} : { replyTo: addressOf(replyTo).messageId };
    const [file, ...more] = media;
    if (file === undefined) {
      const { message, update } = sim.userWrites(chatId, text, saying);
      return happened(chatId, message.message_id, update);
    }
    const first = sim.userSendsFile(chatId, { ...file, ...saying, ...(text === '' ? {} : { caption: text }) });
    const others = more.map((one) => sim.userSendsFile(chatId, one));
    return happened(chatId, first.message.message_id, first.update, ...others.map(({ update }) => update));
  };

  return {
    settings: () => ({ token: sim.token, apiRoot: root, receive: 'webhook' }),
    accepted,
    failures: {
      'rate-limited': refusal(429, 'Too Many Requests: retry after 1', { retryAfter: 1 }),
      'server-error': refusal(500, 'Internal Server Error'),
      'token-expired': refusal(401, 'Unauthorized'),
      forbidden: refusal(403, "Forbidden: bot can't initiate conversation with a user"),
      blocked: refusal(403, 'Forbidden: bot was blocked by the user'),
      'too-long': refusal(400, 'Bad Request: message is too long'),
    },
    isSend: ({ path }) => /\/send(?!ChatAction)[A-Z]/.test(path),
    subscribed: () => sim.webhook?.url,
    webhook: {
      proof: 'secret',
      // Telegram sends one update a request.
      wrap: ([event], url) => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(event?.payload)) }),
      sign: (request) => ({ ...request, headers: { ...request.headers, 'x-telegram-bot-api-secret-token': sim.webhook?.secretToken ?? '' } }),
    },
    async handle(call) {
      const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(call.path);
      if (file !== null) {
        const bytes = file[1] === sim.token ? sim.fileAt(file[2] ?? '') : undefined;
        return bytes === undefined ? refusal(404, 'Not Found') : { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes };
      }
      const [, token, method = ''] = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(call.path) ?? [];
      if (token !== sim.token) return refusal(401, 'Unauthorized');
      const answer = await sim.call(method, { contentType: call.headers['content-type'] ?? '', query: new URLSearchParams(call.query).toString(), body: call.body });
      for (const chatId of people.values()) noteWhatWasSent(chatId);
      return { status: answer.status, headers: { 'content-type': 'application/json' }, body: answer.body };
    },
    customer(name = `Customer ${people.size + 1}`): Customer {
      const person = sim.person({ first_name: name });
      people.set(name, person.id);
      return { id: String(person.id), name };
    },
    say,
    edit(externalId, text) {
      const { chatId, messageId } = addressOf(externalId);
      return happened(chatId, messageId, sim.userEdits(chatId, messageId, text));
    },
    react(externalId, _from, emoji) {
      const { chatId, messageId } = addressOf(externalId);
      return happened(chatId, messageId, sim.userReacts(chatId, messageId, { emojis: emoji === null ? [] : [emoji] }));
    },
    unknownEvent: () => ({ externalId: '', events: [{ payload: sim.emit({ telepathy: { thought: 'hm' } }, { unchecked: true }) }] }),
    unknownMessage({ id }) {
      const { message, update } = sim.userSends(Number(id), { dice: { emoji: '🎲', value: 4 } });
      const payload = { ...update, message: { ...message, dice: undefined, hologram: { file_id: 'x' } } };
      return { externalId: idOf(Number(id), message.message_id), events: [{ payload }] };
    },
    close: () => sim.close(),
  };
}
