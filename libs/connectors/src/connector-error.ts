/** One reaction each: retry (honours retryAfterMs) | tell the agent why | ask an admin to reconnect | never resend blindly. */
export type ConnectorErrorKind = 'unavailable' | 'rejected' | 'unauthorized' | 'ambiguous';

export class ConnectorError extends Error {
  readonly retryAfterMs?: number;
  /** Stable, for translation: 'blocked-by-user', 'mailbox-full' … */
  readonly reason?: string;
  constructor(
    readonly kind: ConnectorErrorKind,
    message: string,
    options: { retryAfterMs?: number; reason?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectorError';
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.reason !== undefined) this.reason = options.reason;
  }
}
