import type { Connector } from '@kontuar/connectors/contract';
import { DomainError } from './errors';

/** Injection tokens of what has no class: `@Inject(CONFIG) config: ReadyConfig` … */
export const CONFIG = Symbol('config');
export const LOG = Symbol('log');
export const PULSE = Symbol('pulse');

// A list of connectors has as many settings types as entries; each is checked by its own schema where it is used.
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export type AnyConnector = Connector<any>;

/** The platforms that the app handed over: the core never knows which. */
export class Connectors {
  private readonly byId: ReadonlyMap<string, AnyConnector>;
  constructor(readonly all: readonly AnyConnector[]) {
    this.byId = new Map(all.map((connector) => [connector.id, connector]));
  }
  get(id: string): AnyConnector {
    const connector = this.byId.get(id);
    if (connector === undefined) throw new DomainError('invalid', 'unknown-connector', `There is no connector "${id}".`);
    return connector;
  }
  find(id: string): AnyConnector | undefined {
    return this.byId.get(id);
  }
}
