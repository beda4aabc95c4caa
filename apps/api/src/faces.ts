import type { Provider, Type } from '@nestjs/common';
import { HealthController } from './health/health.controller';
import { SessionController } from './session/session.controller';
import { SetupController } from './session/setup.controller';

/** Every HTTP controller, a line each. */
export const controllers: Type[] = [HealthController, SetupController, SessionController];

/** Socket gateways and what else lives as long as the api does. */
export const gateways: Provider[] = [];
