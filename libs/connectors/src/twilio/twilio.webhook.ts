import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type HandshakeAnswer, type RawRequest } from '../contract';

/** Twilio reads the answer as instructions; an empty document says "nothing more". */
export const answer: HandshakeAnswer = { status: 200, contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };

/**
 * HMAC-SHA1 over the address as Twilio called it and, of a form, over all its fields by name; of JSON, the address carries the hash of the body.
 * Without a configured public address nothing can be proved: what the request says of its host is the caller's word.
 */
export function verify(request: RawRequest, { authToken }: { authToken: string }): boolean {
  const given = Buffer.from(request.headers['x-twilio-signature'] ?? '', 'utf8');
  if (authToken === '' || given.length === 0 || request.publicUrl === undefined || !URL.canParse(request.publicUrl)) return false;
  const signed = signedFields(request);
  if (signed === undefined) return false;
  // All are compared, so that the time tells nothing.
  return addresses(request.publicUrl).map((url) => {
    const expected = Buffer.from(createHmac('sha1', authToken).update(url + signed).digest('base64'), 'utf8');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }).includes(true);
}

export function signedFields(request: Pick<RawRequest, 'headers' | 'body'> & { publicUrl?: string }): string | undefined {
  if (isForm(request)) {
    const fields = new URLSearchParams(request.body.toString('utf8'));
    // Repeated fields: each value once, sorted.
    return [...new Set(fields.keys())].sort().map((name) => [...new Set(fields.getAll(name))].sort().map((value) => name + value).join('')).join('');
  }
  const told = request.publicUrl === undefined ? null : new URL(request.publicUrl).searchParams.get('bodySHA256');
  const actual = createHash('sha256').update(request.body).digest('hex');
  return told !== null && told.toLowerCase() === actual ? '' : undefined;
}

/** Twilio signs some addresses with the standard port and some without. */
function addresses(url: string): string[] {
  const found = /^(https?):\/\/([^/?#]+)(.*)$/.exec(url);
  if (!found) return [url];
  const [, scheme = '', authority = '', rest = ''] = found;
  const standard = scheme === 'https' ? ':443' : ':80';
  const bare = authority.endsWith(standard) ? authority.slice(0, -standard.length) : authority;
  return /:\d+$/.test(bare) ? [url] : [`${scheme}://${bare}${rest}`, `${scheme}://${bare}${standard}${rest}`];
}

function isForm({ headers }: Pick<RawRequest, 'headers'>): boolean {
  return /^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '');
}

/** One call is one message, or one step of a message of ours. */
export function split(request: RawRequest): Delivery[] {
  if (!isForm(request)) throw new ConnectorError('rejected', 'This is not what Twilio sends: set the webhook to form fields');
  const fields = new URLSearchParams(request.body.toString('utf8'));
  const sid = fields.get('MessageSid') ?? fields.get('SmsSid') ?? fields.get('SmsMessageSid');
  const status = fields.get('MessageStatus');
  if (sid === null || !/^\w{10,64}$/.test(sid)) throw new ConnectorError('rejected', 'The body names no message of Twilio');
  // Our own id, which we gave along with the address of the status calls.
  const own = request.query['message'];
  return [{
    externalId: status === null || status === 'received' ? sid : `${sid}:${status.slice(0, 20)}`,
    contentType: 'application/x-www-form-urlencoded',
    body: request.body,
    ...(own !== undefined && /^[0-9a-f-]{36}$/.test(own) ? { meta: { message: own } } : {}),
  }];
}
