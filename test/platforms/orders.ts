import type { ApiAnswer, ApiCall, Failure } from './platform';

/** A failure on order: the next call that it fits ends as told. */
export interface Order {
  /** The platform's own words for it… */
  failure?: Failure;
  /** …or this very answer… */
  answer?: ApiAnswer;
  /** …or none: the connection is cut before the body is read, or after it. With neither of the three the call is answered as always, after `delayMs`. */
  breaks?: 'before-reading' | 'after-reading';
  /** Do what was asked first: the customer sees the message, the caller sees the failure. */
  afterAccepting?: boolean;
  /** Wait before answering or breaking. */
  delayMs?: number;
  /** The answer is as long, by blanks behind it. */
  bytes?: number;
  times?: number;
  /** Default: calls that send. */
  fits?: (call: ApiCall) => boolean;
}

/** What was ordered and not yet taken. */
export class Orders {
  private waiting: (Order & { left: number })[] = [];

  constructor(private readonly isSend: (call: ApiCall) => boolean) {}

  add(order: Order): void {
    this.waiting.push({ ...order, left: order.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  take(call: ApiCall): Order | undefined {
    const order = this.waiting.find(({ fits }) => (fits ?? this.isSend)(call));
    if (order === undefined) return undefined;
    order.left -= 1;
    if (order.left <= 0) this.waiting = this.waiting.filter((one) => one !== order);
    return order;
  }
}
