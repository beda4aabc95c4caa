import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CoreModule, type Foundation } from '@kontuar/core';
import { controllers, gateways } from './faces';
import { AccessGuard } from './http/access.guard';
import { Idempotency } from './http/idempotency.interceptor';
import { ProblemFilter } from './http/problem.filter';
import { RelayNudge } from './http/relay-nudge.interceptor';
import { Credentials } from './session/credentials';

@Module({})
export class ApiModule {
  static on(foundation: Foundation): DynamicModule {
    return {
      module: ApiModule,
      imports: [CoreModule.on(foundation)],
      controllers,
      providers: [Credentials, { provide: APP_GUARD, useClass: AccessGuard }, { provide: APP_FILTER, useClass: ProblemFilter }, { provide: APP_INTERCEPTOR, useClass: RelayNudge }, { provide: APP_INTERCEPTOR, useClass: Idempotency }, ...gateways],
    };
  }
}
