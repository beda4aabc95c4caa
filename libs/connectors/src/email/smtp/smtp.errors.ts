import { ConnectorError } from '../../contract';
import { connectionTrouble, messageOf } from '../email.endpoint';
import { explainFailure } from '../failure-reasons';
import { loginWords } from '../imap/imap.client';

/** How far a mail had come when it broke. Once all its bytes were handed over, the server may have taken it. */
export type SmtpPhase = 'connecting' | 'login' | 'envelope' | 'handed-over';

export function smtpError(error: unknown, phase: SmtpPhase, host: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const facts = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; responseCode?: unknown; response?: unknown };
  const code = typeof facts.code === 'string' ? facts.code : '';
  const response = typeof facts.response === 'string' ? facts.response.replace(/\s+/g, ' ').slice(0, 400) : '';
  const status = typeof facts.responseCode === 'number' ? facts.responseCode : Number(/^(\d{3})\b/.exec(response)?.[1] ?? 0);
  const cause = new Error(messageOf(error).slice(0, 300) || 'SMTP error');

  // An answer settles it, whatever the phase: the server said what it did with the mail.
  if (status >= 400 && status < 500) return temporary(status, response, cause);
  if (status >= 500) {
    if (code === 'EAUTH' || phase === 'login' || status === 530 || status === 535 || status === 534 || status === 538) {
      return new ConnectorError('unauthorized', loginWords(response, false), { reason: 'login-refused', cause });
    }
    return refused(response, cause);
  }
  if (code === 'EAUTH' && phase === 'login') return new ConnectorError('unauthorized', 'The mail server offers no sign-in that fits: check the encryption and the kind of sign-in', { reason: 'login-refused', cause });
  if (code === 'EMESSAGE') return new ConnectorError('rejected', 'The message is larger than this mail server takes', { reason: 'too-large', cause });
  if (code === 'EENVELOPE') return new ConnectorError('rejected', 'The mail server can’t take one of the addresses', { reason: 'unknown-recipient', cause });
  if (phase === 'handed-over') {
    return new ConnectorError('ambiguous', `The connection to ${host} broke after the message was handed over: it may have been sent`, { reason: 'no-answer-after-data', cause });
  }
  const trouble = connectionTrouble(error, host);
  return new ConnectorError('unavailable', trouble?.message ?? `The mail server ${host} could not be used`, { reason: trouble?.reason ?? 'smtp', cause });
}

function temporary(status: number, response: string, cause: Error): ConnectorError {
  const reason = explainFailure(response);
  // Grey listing and throttling want minutes, not seconds.
  const retryAfterMs = reason.code === 'rate-limited' ? 10 * 60_000 : status === 450 || status === 451 || status === 452 ? 3 * 60_000 : undefined;
  return new ConnectorError('unavailable', `The mail server asks to try again later (${response.slice(0, 240)})`, { reason: reason.code === 'not-delivered' ? 'temporary' : reason.code, cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

function refused(response: string, cause: Error): ConnectorError {
  const reason = explainFailure(response);
  // Providers answer a used-up daily allowance with 550; it ends by itself.
  if (reason.code === 'rate-limited') return new ConnectorError('unavailable', reason.text, { reason: reason.code, retryAfterMs: 60 * 60_000, cause });
  return new ConnectorError('rejected', reason.text, { reason: reason.code, cause });
}
