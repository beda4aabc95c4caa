import type { Delivery, Inbound, Json, Party } from '../contract';
import { chatMessageId, chatPayload, type ChatVisitor } from './chat.payloads';

/** Names the upload that the core already keeps; see README. */
export const uploadRef = (id: string): string => `upload:${id}`;

export function parseChat(delivery: Delivery): Inbound[] {
  let json: unknown;
  try {
    json = JSON.parse(delivery.body.toString('utf8'));
  } catch {
    return [{ kind: 'ignored', reason: 'not JSON' }];
  }
  const parsed = chatPayload.safeParse(json);
  if (!parsed.success) return [{ kind: 'ignored', reason: 'a kind of chat delivery that this version does not know' }];
  const payload = parsed.data;
  const from = partyOf(payload.visitor);
  const threadKey = payload.visitor.id;
  switch (payload.type) {
    case 'message': {
      const extra: Record<string, Json> = {
        ...(payload.matter === undefined ? {} : { matter: payload.matter }),
        ...(payload.page === undefined ? {} : { page: payload.page }),
        ...(payload.timeZone === undefined ? {} : { timeZone: payload.timeZone }),
        ...(payload.visitor.siteId === undefined ? {} : { siteId: payload.visitor.siteId, siteIdVerified: payload.visitor.verified }),
        clientId: payload.clientId,
      };
      return [{
        kind: 'message', at: payload.at, externalId: chatMessageId(payload.visitor.id, payload.clientId), from, thread: { key: threadKey }, text: payload.text, extra,
        attachments: payload.attachments.map(({ id, name, contentType, sizeBytes }) => ({ key: id, name, contentType, sizeBytes, ref: uploadRef(id) })),
      }];
    }
    case 'receipt':
      return payload.messages.map((externalId) => ({ kind: 'receipt', at: payload.at, externalId, status: payload.status }));
    case 'rating': {
      const { solved, score, text } = payload;
      return [{ kind: 'notice', at: payload.at, threadKey, from, notice: 'rated', data: { ...(solved === undefined ? {} : { solved }), ...(score === undefined ? {} : { score }), ...(text === undefined ? {} : { text }) } }];
    }
    case 'email-consent':
      return [{ kind: 'notice', at: payload.at, threadKey, from: { ...from, handle: payload.email }, notice: 'email-consent', data: { email: payload.email } }];
    default:
      throw new Error(`no rule for ${JSON.stringify(payload satisfies never)}`);
  }
}

function partyOf(visitor: ChatVisitor): Party {
  // Somebody who told nothing still needs a name in a list; the end of the id tells two of them apart.
  const handle = visitor.email ?? visitor.siteId ?? `${visitor.language === 'pl' ? 'Gość' : 'Visitor'} ${visitor.id.slice(-4)}`;
  return {
    id: visitor.id,
    ...(visitor.name === undefined ? {} : { name: visitor.name }),
    handle,
    ...(visitor.language === undefined ? {} : { language: visitor.language }),
    verified: visitor.verified,
    ...(visitor.fields === undefined || !visitor.verified ? {} : { fields: visitor.fields }),
  };
}
