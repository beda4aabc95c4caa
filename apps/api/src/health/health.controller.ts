import { Controller, Get } from '@nestjs/common';
import { DomainError } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import { Public } from '../http/allow.decorator';

@Controller('health')
@Public('load balancers ask before anybody signs in')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can do its work: the database answers. Redis is not asked: without it work waits, but nothing is lost. */
  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    await this.database.ping().catch(() => {
      throw new DomainError('unavailable', 'database-unreachable', 'The database does not answer.');
    });
    return { status: 'ok' };
  }
}
