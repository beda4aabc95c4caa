import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@kontuar/platform';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../errors';

const MINUTES = 60;

/** Counted in PostgreSQL: one count over all processes, whichever queue they use, that no FLUSHALL forgets. */
@Injectable()
export class Throttle {
  private readonly perAddress: RateLimiterPostgres;
  private readonly perAccount: RateLimiterPostgres;
  private readonly perAccountAndAddress: RateLimiterPostgres;
  private readonly perSetup: RateLimiterPostgres;

  constructor(database: Database) {
    const limiter = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterPostgres({ storeClient: database.source, storeType: 'typeorm', tableName: 'throttle', tableCreated: true, clearExpiredByTimeout: true, keyPrefix, points, duration });
    // One guesser gets few tries at one account; a crowd of them is stopped later, so that nobody locks an owner out cheaply.
    this.perAccountAndAddress = limiter('both', 8, 15 * MINUTES);
    this.perAccount = limiter('account', 100, 60 * MINUTES);
    this.perAddress = limiter('address', 60, 15 * MINUTES);
    this.perSetup = limiter('setup', 15, 15 * MINUTES);
  }

  /**
   * Counts an attempt before the password is looked at, so that parallel guesses count too. Resolves with the way to give
   * the attempt back when it turned out to be right. @throws DomainError 'too-many-attempts'
   */
  async attempt(ip: string, account: string): Promise<() => Promise<void>> {
    // No address of a person in the table: it outlives the account.
    const name = createHash('sha256').update(account).digest('base64url');
    await this.consume(this.perAddress, ip);
    await this.consume(this.perAccountAndAddress, `${name}:${ip}`);
    await this.consume(this.perAccount, name);
    return async () => {
      await Promise.all([this.perAddress.reward(ip), this.perAccountAndAddress.delete(`${name}:${ip}`), this.perAccount.reward(name)]);
    };
  }

  /** First runs and looks at invitations. @throws DomainError 'too-many-attempts' */
  async attemptFirstRun(ip: string): Promise<void> {
    await this.consume(this.perSetup, ip);
  }

  private async consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new DomainError('throttled', 'too-many-attempts', 'Too many attempts. Wait a while before the next one.', { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) });
    }
  }
}
