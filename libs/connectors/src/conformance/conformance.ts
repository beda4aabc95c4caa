/**
 * The promises that every connector keeps, tried on its recordings and on a table of faults. A connector's test calls
 * `connectorConformance(connector, options)` at top level; README.md tells how. Pure: no sockets, no clock.
 */
import type { Connector } from '../contract';
import { describeErrors } from './errors.conformance';
import { describeLimits } from './limits.conformance';
import type { ConformanceOptions } from './options';
import { describeParsing } from './parsing.conformance';
import { loadRecordings } from './recordings';
import { describeShape } from './shape.conformance';
import { describeWebhook } from './webhook.conformance';

export function connectorConformance<S>(connector: Connector<S>, options: ConformanceOptions<S>): void {
  const recordings = loadRecordings(options.folder);
  describe(`connector ${connector.id} keeps the contract`, () => {
    describeShape(connector, options, recordings);
    if (connector.webhook) describeWebhook(connector, connector.webhook, { options, recordings });
    describeParsing(connector, options, recordings);
    describeErrors(connector, options);
    describeLimits(connector, options);
  });
}
