import { Injectable } from '@nestjs/common';
import { DomainError } from '@kontuar/core';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../http/network-of';

/**
 * Counted in memory of each api process: the door is open to everybody, and a look into the database for each knock would be
 * what an attacker wants. Behind n processes the limits are up to n times as wide. Visitors get little, an address gets more:
 * an office or a mobile carrier is one address.
 */
const limits = {
  'session/address': { points: 60, duration: 600 },
  'message/visitor': { points: 30, duration: 60 },
  'message/address': { points: 240, duration: 60 },
  'upload/visitor': { points: 30, duration: 600 },
  'upload/address': { points: 150, duration: 600 },
  'small/visitor': { points: 120, duration: 60 },
  'read/visitor': { points: 240, duration: 60 },
  'read/address': { points: 3000, duration: 60 },
  // Help pages: searching costs something, and nobody reads thirty pages to their end in ten minutes.
  'look/address': { points: 240, duration: 60 },
  'vote/address': { points: 30, duration: 600 },
} as const;
export type Limited = 'session' | 'message' | 'upload' | 'small' | 'read' | 'look' | 'vote';

@Injectable()
export class WidgetLimits {
  private readonly limiters = new Map(Object.entries(limits).map(([name, limit]) => [name, new RateLimiterMemory({ keyPrefix: name, ...limit })]));

  /** @throws DomainError 'slow-down', with the seconds to wait. */
  async take(what: Limited, from: { visitorId?: string; ip: string }): Promise<void> {
    if (from.visitorId !== undefined) await this.consume(`${what}/visitor`, from.visitorId);
    await this.consume(`${what}/address`, networkOf(from.ip));
  }

  private async consume(name: string, key: string): Promise<void> {
    try {
      await this.limiters.get(name)?.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new DomainError('throttled', 'slow-down', 'That was a lot at once. Wait a moment.', { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) });
    }
  }
}
