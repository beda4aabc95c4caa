import { Module, type DynamicModule } from '@nestjs/common';
import { Database, Files, Queues, Secrets, type Log, type Pulse, type ReadyConfig } from '@kontuar/platform';
import { services } from './services';
import { CONFIG, Connectors, LOG, PULSE, type AnyConnector } from './tokens';

/** What a process opens before Nest starts and closes after it stopped. */
export interface Foundation {
  config: ReadyConfig;
  log: Log;
  database: Database;
  queues: Queues;
  pulse: Pulse;
  files: Files;
  secrets: Secrets;
  connectors: readonly AnyConnector[];
}

/** The product: every service of it, on the given foundation. */
@Module({})
export class CoreModule {
  static on(foundation: Foundation): DynamicModule {
    const parts = [
      { provide: CONFIG, useValue: foundation.config },
      { provide: LOG, useValue: foundation.log },
      { provide: PULSE, useValue: foundation.pulse },
      { provide: Database, useValue: foundation.database },
      { provide: Queues, useValue: foundation.queues },
      { provide: Files, useValue: foundation.files },
      { provide: Secrets, useValue: foundation.secrets },
      { provide: Connectors, useValue: new Connectors(foundation.connectors) },
    ];
    return { module: CoreModule, global: true, providers: [...parts, ...services], exports: [...parts, ...services] };
  }
}
