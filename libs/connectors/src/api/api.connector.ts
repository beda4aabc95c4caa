import type { Readable } from 'node:stream';
import { ConnectorError, type Capabilities, type Connector, type Context, type Health } from '../contract';
import { withoutRequest } from '../transport';
import { parse, split } from './api.receive';
import { actOn, ping, sendMessage } from './api.send';
import { apiSettings, type ApiSettings } from './api.settings';
import { verify } from './api.signature';

const capabilities: Capabilities = {
  maxTextLength: 50_000,
  lengthUnit: 'utf16',
  text: 'html',
  subject: true,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 10 * 1024 * 1024 },
  typing: true,
  reactions: true,
  edit: true,
  delete: true,
  readReceipts: true,
  deliveryReceipts: true,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
  publicly: { undoSendSeconds: 10, like: true, hide: true, deleteOthers: true, typing: false },
  privateReply: {},
};

/** The open door: anybody's platform posts events to us, and we post answers to it, both signed with one secret. */
export const api: Connector<ApiSettings> = {
  id: 'api',
  label: 'API',
  identityScope: ({ account, endpoint }) => (account === '' ? `api:${endpoint}` : `api:${account}`),
  settings: apiSettings,
  capabilities,
  webhook: { verify: (request, settings) => verify(request, settings), split },
  parse,
  send: (ctx, message) => sendMessage(ctx, message, capabilities),
  act: actOn,
  download,
  check,
};

async function download(ctx: Context<ApiSettings>, ref: string): Promise<Readable> {
  try {
    return (await ctx.http.get<Readable>(ref, { responseType: 'stream' })).data;
  } catch (error) {
    throw new ConnectorError('unavailable', 'The file could not be fetched from its address.', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}

async function check(ctx: Context<ApiSettings>): Promise<Health> {
  const refused = await ping(ctx).then(() => undefined, (error: unknown) => error);
  const answered = refused === undefined || (refused instanceof ConnectorError && refused.kind === 'rejected');
  const incoming: Health['steps'][number] = ctx.webhookUrl === undefined
    ? { id: 'public-address', label: 'Address for your events', state: 'warning', detail: 'Kontuar has no public address yet, so that your platform can reach it only from the same network.' }
    : { id: 'public-address', label: 'Address for your events', state: 'ok' };
  return {
    state: answered ? (incoming.state === 'ok' ? 'ok' : 'warning') : 'failed',
    steps: [
      { id: 'endpoint', label: 'Your endpoint', state: answered ? 'ok' : 'failed', ...(answered ? {} : { detail: refused instanceof ConnectorError ? refused.message : 'The endpoint could not be asked.' }) },
      incoming,
    ],
  };
}
