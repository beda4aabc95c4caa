/** Failures on order: the next call of a method ends as told. */
export interface Fault {
  /** Default: whichever method is called next. */
  method?: string;
  /** An HTTP status with Telegram's failure body, made from `description`, `retryAfter` and `migrateToChatId`… */
  status?: number;
  description?: string;
  retryAfter?: number;
  migrateToChatId?: number;
  /** …or this very body and these headers. */
  body?: string;
  headers?: Record<string, string>;
  /** Instead of an answer: cut the connection before reading the body, or after reading it. */
  breaks?: 'before-reading' | 'after-reading';
  /** Do what was asked first: the customer sees the message, the caller sees the failure. */
  afterAccepting?: boolean;
  /** Wait before answering (or breaking). */
  delayMs?: number;
  times?: number;
  /** Only a call with such parameters. */
  when?: (parameters: Record<string, unknown>) => boolean;
}

export class Faults {
  private waiting: (Fault & { left: number })[] = [];

  add(fault: Fault): void {
    this.waiting.push({ ...fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Before the body is read, only a fault without `when` can be told to apply. */
  takeUnread(method: string): Fault | undefined {
    return this.take((fault) => fault.breaks === 'before-reading' && matches(fault, method));
  }

  takeRead(method: string, parameters: Record<string, unknown>): Fault | undefined {
    return this.take((fault) => fault.breaks !== 'before-reading' && matches(fault, method) && (fault.when?.(parameters) ?? true));
  }

  private take(suits: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.waiting.find(suits);
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.waiting = this.waiting.filter((one) => one !== fault);
    return fault;
  }
}

function matches(fault: Fault, method: string): boolean {
  return fault.method === undefined || fault.method.toLowerCase() === method.toLowerCase();
}

export function failureBody({ status = 500, description, retryAfter, migrateToChatId }: Fault): string {
  const words = description ?? (status === 429 ? `Too Many Requests: retry after ${retryAfter ?? 1}` : status >= 500 ? 'Internal Server Error' : 'Bad Request');
  const parameters = {
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(migrateToChatId === undefined ? {} : { migrate_to_chat_id: migrateToChatId }),
  };
  return JSON.stringify({ ok: false, error_code: status, description: words, ...(Object.keys(parameters).length === 0 ? {} : { parameters }) });
}
