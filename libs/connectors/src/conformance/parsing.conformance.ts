import type { Connector, Delivery, Inbound, Json } from '../contract';
import type { ConformanceOptions } from './options';
import type { Recording } from './recordings';

export function describeParsing<S>(connector: Connector<S>, options: ConformanceOptions<S>, recordings: Recording[]): void {
  const deliveriesOf = (recording: Recording): Delivery[] =>
    recording.delivery ? [recording.delivery] : recording.request && connector.webhook ? connector.webhook.split(recording.request) : [];
  const settingsOf = (recording: Recording): S => ({ ...options.settings, ...recording.settings });
  const parseAll = async (recording: Recording): Promise<Inbound[]> => {
    const parsed: Inbound[] = [];
    for (const delivery of deliveriesOf(recording)) parsed.push(...(await connector.parse(delivery, settingsOf(recording))));
    return parsed;
  };

  describe('its parsing', () => {
    if (recordings.length > 0) {
      it.each(recordings)('reads "$name" as expected', async (recording) => {
        const parsed = (await parseAll(recording)).map(readable);
        expect(parsed).toHaveLength(recording.expected.length);
        recording.expected.forEach((expected, index) => expect(parsed[index]).toMatchObject(expected));
      });

      it('reads each recording to the same result twice, and leaves the delivery as it was', async () => {
        for (const recording of recordings) {
          const before = deliveriesOf(recording).map((delivery) => delivery.body.toString('base64'));
          const first = await parseAll(recording);
          expect(await parseAll(recording)).toEqual(first);
          expect(deliveriesOf(recording).map((delivery) => delivery.body.toString('base64'))).toEqual(before);
        }
      });

      it('gives no id to two messages, and a time in UTC to each', async () => {
        const ids: string[] = [];
        for (const recording of recordings) {
          for (const inbound of await parseAll(recording)) {
            if (inbound.kind === 'ignored' || inbound.kind === 'pointer') continue;
            expect(inbound.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
            expect(Number.isNaN(Date.parse(inbound.at))).toBe(false);
            if (inbound.kind === 'message') ids.push(inbound.externalId);
          }
        }
        expect(ids.filter((id) => id === '')).toEqual([]);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      });

      it('gives each attachment a key, a name, a type and a way to its bytes', async () => {
        for (const recording of recordings) {
          for (const inbound of await parseAll(recording)) {
            const attachments = inbound.kind === 'message' ? (inbound.attachments ?? []) : [];
            expect(new Set(attachments.map(({ key }) => key)).size).toBe(attachments.length);
            for (const attachment of attachments) {
              expect(attachment.name.trim()).not.toBe('');
              expect(attachment.contentType).toMatch(/^[\w.+-]+\/[\w.+-]+/);
              expect((attachment.content !== undefined) !== (attachment.ref !== undefined)).toBe(true);
              if (attachment.ref !== undefined) expect(connector.download).toBeInstanceOf(Function);
            }
          }
        }
      });

      it('never tells a secret in what it reads', async () => {
        for (const recording of recordings) {
          const text = JSON.stringify((await parseAll(recording)).map(readable));
          for (const secret of secretValues(options)) expect(text).not.toContain(secret);
        }
      });
    }

    if (options.unknown.length > 0) {
      it.each(options.unknown)('keeps $name without a throw, ignored or visibly unsupported', async ({ delivery }) => {
        const parsed = await connector.parse(delivery, options.settings);
        expect(parsed.length).toBeGreaterThan(0);
        for (const inbound of parsed) {
          if (inbound.kind === 'ignored') expect(inbound.reason).not.toBe('');
          else expect(inbound).toMatchObject({ kind: 'message', unsupported: expect.stringMatching(/./) });
        }
      });
    }
  });
}

/** Values of the secret settings, wherever they stand. */
export function secretValues<S>(options: ConformanceOptions<S>): string[] {
  const values: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (options.secrets.includes(name) && typeof inner === 'string' && inner !== '') values.push(inner);
      else walk(inner);
    }
  };
  walk(options.settings);
  return values;
}

/** As JSON would show it; bytes become their number, so that a recording can say `"content": { "bytes": 120 }`. */
function readable(inbound: Inbound): Json {
  return JSON.parse(JSON.stringify(inbound, (_key, value: unknown) => (isSerialisedBuffer(value) ? { bytes: value.data.length } : value))) as Json; // what JSON.stringify wrote is Json
}

function isSerialisedBuffer(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data);
}
