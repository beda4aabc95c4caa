import type { Delivery, Inbound } from '@kontuar/connectors/contract';
import type { AnyConnector } from '../tokens';
import { prepare } from './prepare';

/** How deliveries are read: in this process, or apart where it can be killed. The app that ingests provides it. */
export interface Parser {
  parse(connector: AnyConnector, delivery: Delivery, settings: unknown): Promise<Inbound[]>;
  close(): Promise<void>;
}
export const PARSER = Symbol('parser');

/** Trusted or light formats. */
export const parseHere: Parser = {
  parse: async (connector, delivery, settings) => prepare(await connector.parse(delivery, settings)),
  close: () => Promise.resolve(),
};
