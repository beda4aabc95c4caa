import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Delivery, Inbound } from '@kontuar/connectors';
import { parseHere, type AnyConnector, type Parser } from '@kontuar/core';
import { ChildPool } from './child-pool';

/** Light formats are read here; what feeds on hostile input goes to a process that can be killed. */
@Injectable()
export class ApartParser implements Parser {
  private readonly pool = new ChildPool({ script: join(__dirname, 'parse.child.js'), size: 2, timeoutMs: 15_000, heapMb: 384 });

  parse(connector: AnyConnector, delivery: Delivery, settings: unknown): Promise<Inbound[]> {
    // Uncompiled (in tests that run from source) there is no child to start.
    if (connector.parseApart !== true || !this.pool.available) return parseHere.parse(connector, delivery, settings);
    return this.pool.run<Inbound[]>({ connectorId: connector.id, delivery, settings });
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
