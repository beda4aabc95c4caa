import type { Capabilities, Connector, Outbound, OutboundAttachment } from '../contract';
import { ConnectorError } from '../contract';
import { buildAttachment, buildContext, buildOutbound } from './builders';
import { faultyHttp, type AskedRequest } from './http-faults';
import type { ConformanceOptions } from './options';

export function describeLimits<S>(connector: Connector<S>, options: ConformanceOptions<S>): void {
  const { capabilities } = connector;
  const outbound = (given: Partial<Outbound>) => buildOutbound({ to: options.to, ...options.outbound, ...given });
  /** Sends, and says how it ended and what the platform was asked. */
  const trySend = async (given: Partial<Outbound>): Promise<{ end: string; asked: AskedRequest[] }> => {
    const { http, asked } = faultyHttp((request) =>
      options.accepts ? { answer: options.accepts.answer(request) } : { breaks: 'before-connect' });
    try {
      await connector.send(buildContext(options.settings, { http }), outbound(given));
      return { end: 'sent', asked };
    } catch (error) {
      return { end: error instanceof ConnectorError ? error.kind : `threw ${String(error)}`, asked };
    }
  };

  describe('its limits', () => {
    const { maxTextLength: max, lengthUnit: unit = 'utf16', attachments } = capabilities;

    if (max !== undefined) {
      it('refuses a text past its limit before anything leaves', async () => {
        expect(await trySend({ text: 'a'.repeat(max + 1) })).toEqual({ end: 'rejected', asked: [] });
      });

      const { accepts } = options;
      if (accepts) {
        it.each(alphabets)('shows a text of exactly the limit in $name whole', async ({ sample }) => {
          const text = fill(sample, max, unit);
          const { end, asked } = await trySend({ text });
          expect(end).toBe('sent');
          expect(accepts.shownText(asked)).toBe(text);
        });

        it.each(alphabets)('counts in its own unit with $name', async ({ sample }) => {
          expect((await trySend({ text: fill(sample, max, unit) + sample.repeat(2) })).end).toBe('rejected');
        });
      }
    }

    if (attachments === false) {
      it('refuses attachments, for it has none', async () => {
        expect(await trySend({ attachments: [buildAttachment()] })).toEqual({ end: 'rejected', asked: [] });
      });
    } else {
      it('refuses more attachments than it takes before anything leaves', async () => {
        const many = Array.from({ length: attachments.maxCount + 1 }, (_, index) => buildAttachment({ name: `${index}.pdf` }));
        expect(await trySend({ attachments: many })).toEqual({ end: 'rejected', asked: [] });
      });

      it('refuses an attachment that is too big before anything leaves, and does not open it', async () => {
        let opened = false;
        const big: OutboundAttachment = buildAttachment({ sizeBytes: attachments.maxBytes + 1, open: () => { opened = true; return Promise.reject(new Error('opened')); } });
        expect(await trySend({ attachments: [big] })).toEqual({ end: 'rejected', asked: [] });
        expect(opened).toBe(false);
      });
    }
  });
}

/** One character each: one unit everywhere, two bytes, and a pair of surrogates (two UTF-16 units, one code point, four bytes). */
const alphabets = [{ name: 'Latin letters', sample: 'a' }, { name: 'Polish letters', sample: 'ż' }, { name: 'emoji', sample: '🧾' }];

function fill(sample: string, length: number, unit: NonNullable<Capabilities['lengthUnit']>): string {
  const size = unit === 'bytes' ? Buffer.byteLength(sample) : unit === 'utf16' ? sample.length : [...sample].length;
  return sample.repeat(Math.floor(length / size));
}
