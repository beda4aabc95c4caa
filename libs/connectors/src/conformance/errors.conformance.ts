import { inspect } from 'node:util';
import type { Connector } from '../contract';
import { ConnectorError } from '../contract';
import { buildContext, buildOutbound, type LogLine } from './builders';
import { faultyHttp } from './http-faults';
import { situations, type ConformanceOptions, type ErrorCase } from './options';
import { secretValues } from './parsing.conformance';

export function describeErrors<S>(connector: Connector<S>, options: ConformanceOptions<S>): void {
  const cases: (ErrorCase<S> & { when: string })[] = [...(options.moreErrors ?? [])];
  const exempt: { when: string; reason: string }[] = [];
  if ('exempt' in options.errors) {
    exempt.push({ when: 'every fault of a transport', reason: options.errors.exempt });
  } else {
    for (const situation of situations) {
      const entry = options.errors[situation];
      if ('exempt' in entry) exempt.push({ when: situation, reason: entry.exempt });
      else cases.push({ ...entry, when: situation });
    }
  }

  describe('its errors', () => {
    it('says why it is exempt from a situation', () => {
      for (const { reason } of exempt) expect(reason.trim().length).toBeGreaterThan(10);
      expect(cases.length + exempt.length).toBeGreaterThan(0);
    });

    if (cases.length > 0) {
      it.each(cases)('maps $when to "$kind"', async (entry) => {
        const lines: LogLine[] = [];
        const error = await failureOf(connector, options, { entry, lines });
        expect(error).toBeInstanceOf(ConnectorError);
        if (!(error instanceof ConnectorError)) return;
        expect({ kind: error.kind, retryAfterMs: error.retryAfterMs, reason: entry.reason === undefined ? undefined : error.reason })
          .toEqual({ kind: entry.kind, retryAfterMs: entry.retryAfterMs, reason: entry.reason });
        expect(error.message).toMatch(/\w+ \w+/);
        // An error travels into logs and onto screens, with its causes.
        const told = inspect({ error, lines }, { depth: 12, showHidden: true }) + error.message + (error.stack ?? '');
        for (const secret of secretValues(options)) expect(told.includes(secret)).toBe(false);
      });
    }
  });
}

async function failureOf<S>(
  connector: Connector<S>,
  options: ConformanceOptions<S>,
  { entry, lines }: { entry: ErrorCase<S>; lines: LogLine[] },
): Promise<unknown> {
  try {
    if ('provoke' in entry) {
      await entry.provoke();
    } else {
      const context = buildContext(options.settings, { http: faultyHttp(entry.http).http });
      const call = entry.call ?? (() => connector.send(context, buildOutbound({ to: options.to, ...options.outbound })));
      try {
        await call(connector, context);
      } finally {
        lines.push(...context.lines);
      }
    }
  } catch (error) {
    return error;
  }
  return new Error('nothing was thrown');
}
