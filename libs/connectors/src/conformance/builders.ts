/** Builders of what the core hands to a connector; every field can be laid over. */
import { Readable } from 'node:stream';
import axios, { type AxiosInstance } from 'axios';
import type { Context, Outbound, OutboundAttachment, RawRequest } from '../contract';

export interface LogLine { level: 'info' | 'warn'; fields: object; text: string }
export type TestContext<S> = Context<S> & { lines: LogLine[] };

/** A context whose `http` refuses every call unless one is given, so that a pure test stays pure. */
export function buildContext<S>(settings: S, given: Partial<Context<S>> = {}): TestContext<S> {
  const lines: LogLine[] = [];
  const context: TestContext<S> = {
    channelId: '0197a0de-0000-7000-8000-000000000001',
    settings,
    http: unreachableHttp(),
    secrets: {
      update: async (change) => {
        context.settings = { ...context.settings, ...(await change(context.settings)) };
        return context.settings;
      },
    },
    log: {
      info: (fields, text) => void lines.push({ level: 'info', fields, text }),
      warn: (fields, text) => void lines.push({ level: 'warn', fields, text }),
    },
    now: () => new Date('2026-11-21T12:00:00Z'),
    allowPrivateHosts: true,
    lines,
    ...given,
  };
  return context;
}

function unreachableHttp(): AxiosInstance {
  return axios.create({
    adapter: (config) => Promise.reject(new Error(`A pure test must not reach the network (${config.method ?? 'get'})`)),
  });
}

export function buildOutbound(given: Partial<Outbound> = {}): Outbound {
  return {
    messageId: '0197a0de-0000-7000-8000-0000000000aa',
    attempt: 1,
    to: { id: 'customer' },
    text: 'Your parcel leaves today.',
    attachments: [],
    references: [],
    visibility: 'private',
    replyToken: 'reply-token',
    author: { name: 'Ola', workspace: 'Shop' },
    ...given,
  };
}

export function buildAttachment(given: Partial<OutboundAttachment> & { content?: Buffer } = {}): OutboundAttachment {
  const { content = Buffer.from('%PDF-1.7 a small invoice'), ...rest } = given;
  return {
    name: 'invoice.pdf',
    contentType: 'application/pdf',
    sizeBytes: content.length,
    open: () => Promise.resolve(Readable.from([content])),
    ...rest,
  };
}

export function buildRequest(given: Partial<RawRequest> = {}): RawRequest {
  return {
    method: 'POST',
    url: '/hooks/recorded/channel',
    headers: { 'content-type': 'application/json' },
    query: {},
    body: Buffer.from('{}'),
    ...given,
  };
}
