/** What a connector's test tells the shared suite about itself. */
import type { Connector, ConnectorErrorKind, Context, Delivery, Outbound, Party, RawRequest } from '../contract';
import type { AskedRequest, HttpAnswer, HttpFault } from './http-faults';

/** Each must end in the reaction that the core has for it; a platform on which one can't happen says why. */
export const situations = [
  'rate-limited', 'server-error', 'connection-refused', 'connection-lost-after-writing', 'timeout-after-writing',
  'credentials-refused', 'forbidden', 'refused-content',
] as const;
export type Situation = (typeof situations)[number];

export interface ErrorExpectation {
  kind: ConnectorErrorKind;
  /** Exactly this; leave out when the platform names no time. */
  retryAfterMs?: number;
  reason?: string;
}

export type ErrorCase<S> = ErrorExpectation & {
  /** Only needed in `moreErrors`. */
  when?: string;
} & (
  | {
      /** What `ctx.http` answers, or how it breaks. */
      http: HttpFault | ((request: AskedRequest) => HttpFault);
      /** Default: `send` of the sample message. */
      call?: (connector: Connector<S>, ctx: Context<S>) => Promise<unknown>;
    }
  | {
      /** For transports other than HTTP: must reject with what the connector throws. */
      provoke: () => Promise<unknown>;
    }
);

export interface WebhookProof<S> {
  /** 'signature': computed over the body, so that a changed body is refused. 'secret': a shared value in a header or the query. */
  kind: 'signature' | 'secret';
  in: { header: string } | { query: string };
  /** Returns the request as the platform would have sent it. */
  sign(request: RawRequest, settings: S): RawRequest;
}

export interface ConformanceOptions<S> {
  /** `__dirname` of the connector: icon.svg, README.md and recordings/ are looked for there. */
  folder: string;
  /** Valid, with invented credentials that appear nowhere else: the suite searches errors and logs for them. */
  settings: S;
  /** Names of the settings that are secret; [] when there is none. */
  secrets: string[];
  /** Why it has neither webhook nor poll nor stream although it receives (our own website chat has an API of ours). */
  receivesElsewhere?: string;
  /** Required when the connector has a webhook. */
  proof?: WebhookProof<S>;
  /** Bodies that `split` must refuse, besides an empty one and (for JSON platforms) broken JSON. Required with a webhook; [] when any bytes are fine. */
  malformed?: { name: string; body: Buffer | string; contentType?: string }[];
  /** Default content type of webhook bodies. */
  webhookContentType?: string;
  /** Well-formed deliveries of kinds that we don't know: become 'ignored' or a message marked `unsupported`. */
  unknown: { name: string; delivery: Delivery }[];
  /** Recordings are exempt for connectors that receive nothing (logOnly). */
  errors: Record<Situation, ErrorCase<S> | { exempt: string }> | { exempt: string };
  moreErrors?: (ErrorCase<S> & { when: string })[];
  /** A recipient as the platform names it. */
  to: Party;
  /** Laid over the sample message of every `send`. */
  outbound?: Partial<Outbound>;
  /**
   * How the platform says yes, and what it was asked to show, so that limits are tried at their edge.
   * Transports other than HTTP leave it out and prove the accepting side in their peer test.
   */
  accepts?: { answer(request: AskedRequest): HttpAnswer; shownText(asked: AskedRequest[]): string };
}
