/** Recorded deliveries: what a platform really sent, as JSON files beside the connector. The format is told in README.md. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Delivery, Json, RawRequest } from '../contract';

const json = z.json();
/** One way to give the bytes; `body` as an object or array is serialised, as a string it is taken as it stands (UTF-8). */
const bytes = {
  body: json.optional(),
  bodyBase64: z.string().optional(),
  /** A file beside the recording (`mail.eml`), for bodies that are no JSON. */
  bodyFile: z.string().regex(/^[\w.-]+$/).optional(),
};

const recordingFile = z.strictObject({
  name: z.string().min(1),
  request: z
    .strictObject({
      method: z.string().default('POST'),
      url: z.string().optional(),
      headers: z.record(z.string(), z.string()).default({}),
      query: z.record(z.string(), z.string()).default({}),
      ...bytes,
    })
    .optional(),
  delivery: z.strictObject({ externalId: z.string().optional(), contentType: z.string(), meta: json.optional(), ...bytes }).optional(),
  /** Laid over the settings of the suite. */
  settings: z.record(z.string(), json).optional(),
  /** One entry for each Inbound, in order: what is written must be there, what is left out is not looked at. */
  expected: z.array(z.record(z.string(), json)),
}).refine((file) => (file.request === undefined) !== (file.delivery === undefined), {
  message: 'A recording holds either "request" or "delivery"',
});

export interface Recording {
  file: string;
  name: string;
  request?: RawRequest;
  delivery?: Delivery;
  settings: Record<string, Json>;
  expected: Record<string, Json>[];
}

/** Reads `<folder>/recordings/*.json`, sorted by name; throws with the file's name when one is not in the format. */
export function loadRecordings(folder: string): Recording[] {
  const directory = join(folder, 'recordings');
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const parsed = recordingFile.safeParse(JSON.parse(readFileSync(join(directory, file), 'utf8')));
      if (!parsed.success) throw new Error(`recordings/${file}: ${z.prettifyError(parsed.error)}`);
      const { name, request, delivery, settings = {}, expected } = parsed.data;
      const recording: Recording = { file, name, settings, expected };
      if (request) recording.request = toRequest(request, directory);
      if (delivery) {
        recording.delivery = {
          contentType: delivery.contentType,
          body: toBuffer(delivery, directory),
          ...(delivery.externalId === undefined ? {} : { externalId: delivery.externalId }),
          ...(delivery.meta === undefined ? {} : { meta: delivery.meta }),
        };
      }
      return recording;
    });
}

type Bytes = { body?: Json | undefined; bodyBase64?: string | undefined; bodyFile?: string | undefined };

function toRequest(
  request: Bytes & { method: string; url?: string | undefined; headers: Record<string, string>; query: Record<string, string> },
  directory: string,
): RawRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  headers['content-type'] ??= 'application/json';
  const search = new URLSearchParams(request.query).toString();
  return {
    method: request.method,
    url: request.url ?? `/hooks/recorded/channel${search === '' ? '' : `?${search}`}`,
    headers,
    query: request.query,
    body: toBuffer(request, directory),
  };
}

function toBuffer({ body, bodyBase64, bodyFile }: Bytes, directory: string): Buffer {
  if (bodyFile !== undefined) return readFileSync(join(directory, bodyFile));
  if (bodyBase64 !== undefined) return Buffer.from(bodyBase64, 'base64');
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null), 'utf8');
}
