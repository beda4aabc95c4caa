import type { Provider, Type } from '@nestjs/common';
import { HealthController } from './health/health.controller';

/** Every HTTP controller, a line each. */
export const controllers: Type[] = [HealthController];

/** Socket gateways and what else lives as long as the api does. */
export const gateways: Provider[] = [];
