import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { ConnectorError, type OutboundAttachment } from './contract';

/** A multipart/form-data body that streams its files: none is ever held in memory as a whole. */
export interface Multipart {
  body: Readable;
  headers: Record<string, string>;
  /** Why the body broke off on our side; the platform then read less than Content-Length and took nothing. */
  readonly failure: ConnectorError | undefined;
}

/** `fields` that are no strings are sent as JSON, as the Bot API asks; undefined ones are left out. */
export function multipart(fields: Record<string, unknown>, files: { field: string; file: OutboundAttachment }[]): Multipart {
  const boundary = `kontuar-${randomBytes(18).toString('hex')}`;
  const texts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${typeof value === 'string' ? value : JSON.stringify(value)}\r\n`));
  const heads = files.map(({ field, file }) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(field)}"; filename="${quoted(file.name)}"\r\ncontent-type: ${contentType(file)}\r\n\r\n`));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const newline = Buffer.from('\r\n');
  const length = sum(texts.map((part) => part.length)) + sum(heads.map((part) => part.length + newline.length)) + sum(files.map(({ file }) => file.sizeBytes)) + end.length;

  const state: { failure: ConnectorError | undefined } = { failure: undefined };
  async function* write(): AsyncGenerator<Buffer> {
    yield* texts;
    for (const [index, { file }] of files.entries()) {
      yield heads[index] ?? Buffer.alloc(0);
      yield* bytesOf(file, (failure) => { state.failure = failure; });
      yield newline;
    }
    yield end;
  }
  return {
    body: Readable.from(write(), { objectMode: false }),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': String(length) },
    get failure() { return state.failure; },
  };
}

/** The file's bytes, exactly as many as announced: one more or less would shift everything that follows. */
async function* bytesOf(file: OutboundAttachment, fail: (failure: ConnectorError) => void): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const chunk of await file.open()) {
      const bytes = Buffer.from(chunk as Uint8Array | string); // a byte stream yields nothing else
      read += bytes.length;
      if (read > file.sizeBytes) break;
      yield bytes;
    }
  } catch (cause) {
    const failure = new ConnectorError('unavailable', `"${file.name}" could not be read from our own storage`, { reason: 'file-unreadable', cause });
    fail(failure);
    throw failure;
  }
  if (read !== file.sizeBytes) {
    const failure = new ConnectorError('rejected', `"${file.name}" is not as long as it was when it was attached`, { reason: 'file-changed' });
    fail(failure);
    throw failure;
  }
}

/** As browsers do it: the three characters that could end the header are percent-encoded, the rest is UTF-8. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('\u0000', '');
}

function contentType(file: OutboundAttachment): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : 'application/octet-stream';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
