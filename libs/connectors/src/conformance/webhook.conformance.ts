import type { Connector, RawRequest } from '../contract';
import { ConnectorError } from '../contract';
import { buildRequest } from './builders';
import type { ConformanceOptions, WebhookProof } from './options';
import type { Recording } from './recordings';

type Webhook<S> = NonNullable<Connector<S>['webhook']>;

export function describeWebhook<S>(
  connector: Connector<S>,
  webhook: Webhook<S>,
  { options, recordings }: { options: ConformanceOptions<S>; recordings: Recording[] },
): void {
  const { proof, malformed } = options;
  if (!proof || !malformed) throw new Error(`${connector.id} has a webhook: the suite needs "proof" and "malformed"`);
  const contentType = options.webhookContentType ?? 'application/json';
  const samples: { name: string; request: RawRequest; settings: S }[] = recordings
    .filter(hasRequest)
    .map(({ name, request, settings }) => ({ name, request, settings: { ...options.settings, ...settings } }));
  if (samples.length === 0) {
    // A connector that mostly polls may record deliveries only; its webhook is then tried with an arbitrary body.
    samples.push({ name: 'an arbitrary body', request: buildRequest({ headers: { 'content-type': contentType } }), settings: { ...options.settings } });
  }

  describe('its webhook', () => {
    describe.each(samples)('with $name', ({ request, settings }) => {
      const signed = () => proof.sign(copy(request), settings);

      it('accepts it as the platform signs it', async () => {
        expect(await webhook.verify(signed(), settings)).toBe(true);
      });

      it('refuses it unsigned', async () => {
        expect(await webhook.verify(withProof(signed(), proof, undefined), settings)).toBe(false);
      });

      it('refuses an empty, a blank, a shorter and a longer proof', async () => {
        const value = proofOf(signed(), proof);
        for (const wrong of ['', ' ', value.slice(0, -1), `${value}0`, `${value}, ${value}`, value.repeat(50), 'ż'.repeat(value.length)]) {
          expect(await webhook.verify(withProof(signed(), proof, wrong), settings)).toBe(false);
        }
      });

      it('refuses a proof with one character changed', async () => {
        const value = proofOf(signed(), proof);
        for (const place of [0, Math.floor(value.length / 2), value.length - 1]) {
          const changed = value.slice(0, place) + (value[place] === 'a' ? 'b' : 'a') + value.slice(place + 1);
          expect(await webhook.verify(withProof(signed(), proof, changed), settings)).toBe(false);
        }
      });

      if (proof.kind === 'signature') {
        it('refuses a body with one byte changed, added or removed', async () => {
          const { body } = signed();
          const flipped = Buffer.from(body);
          flipped.writeUInt8((flipped.at(-1) ?? 0) ^ 1, flipped.length - 1);
          for (const changed of [flipped, Buffer.concat([body, Buffer.from(' ')]), body.subarray(1), Buffer.alloc(0)]) {
            expect(await webhook.verify({ ...signed(), body: changed }, settings)).toBe(false);
          }
        });
      }
    });

    it('splits the same request into the same deliveries, each with its own id', () => {
      for (const { request } of samples.filter((sample) => sample.name !== 'an arbitrary body')) {
        const first = webhook.split(copy(request));
        expect(webhook.split(copy(request))).toEqual(first);
        const ids = first.map((delivery) => delivery.externalId).filter((id) => id !== undefined);
        expect(new Set(ids).size).toBe(ids.length);
      }
    });

    const bodies = [
      { name: 'an empty body', body: '' },
      ...(contentType.includes('json') ? [{ name: 'broken JSON', body: '{"a":' }, { name: 'JSON that is no object', body: '"text"' }, { name: 'bytes that are no text', body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) }] : []),
      ...malformed,
    ];
    it.each(bodies)('refuses $name with "rejected"', ({ body, ...rest }) => {
      const type = 'contentType' in rest && typeof rest.contentType === 'string' ? rest.contentType : contentType;
      const request = buildRequest({ headers: { 'content-type': type }, body: Buffer.from(body) });
      expect(kindThrownBy(() => webhook.split(request))).toBe('rejected');
    });
  });
}

function hasRequest(recording: Recording): recording is Recording & { request: RawRequest } {
  return recording.request !== undefined;
}

function copy(request: RawRequest): RawRequest {
  return { ...request, headers: { ...request.headers }, query: { ...request.query }, body: Buffer.from(request.body) };
}

function proofOf<S>(request: RawRequest, proof: WebhookProof<S>): string {
  const value = 'header' in proof.in ? request.headers[proof.in.header.toLowerCase()] : request.query[proof.in.query];
  if (value === undefined || value === '') throw new Error('sign() put no proof where "in" says');
  return value;
}

function withProof<S>(request: RawRequest, proof: WebhookProof<S>, value: string | undefined): RawRequest {
  if ('header' in proof.in) {
    const { [proof.in.header.toLowerCase()]: _removed, ...headers } = request.headers;
    return { ...request, headers: value === undefined ? headers : { ...headers, [proof.in.header.toLowerCase()]: value } };
  }
  const { [proof.in.query]: _removed, ...query } = request.query;
  const next = value === undefined ? query : { ...query, [proof.in.query]: value };
  return { ...request, query: next, url: `${request.url.split('?')[0] ?? ''}?${new URLSearchParams(next).toString()}` };
}

/** The kind of the ConnectorError, or what happened instead. */
function kindThrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : `threw ${String(error)}`;
  }
  return 'threw nothing';
}
