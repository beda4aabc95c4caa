import { plainWords, waitOf, type Answered } from '../ask';
import { ConnectorError } from '../contract';

interface Refusal { answered: Answered; code: number; said: string; now: Date; once: boolean }

const tokenCodes = new Set([40102, 40104, 40105, 40106]);
const rateCodes = new Set([40100, 40133, 51009, 51010]);

/** TikTok says no with status 200 and a number; the number tells the kind, and the words what of it. */
export function tiktokError({ answered, code, said, now, once }: Refusal): ConnectorError {
  const rejected = (reason: string, words: string): ConnectorError => new ConnectorError('rejected', words, { reason });
  if (rateCodes.has(code) || answered.status === 429) return new ConnectorError('unavailable', 'TikTok asked us to slow down', { reason: 'rate-limited', ...waitOf(answered, now) });
  if (tokenCodes.has(code) || answered.status === 401) return new ConnectorError('unauthorized', 'TikTok no longer accepts the access: it has ended or was withdrawn. Connect the channel again', { reason: 'token-expired' });
  if (code >= 50000 || answered.status >= 500) {
    return once ? new ConnectorError('ambiguous', `TikTok had an internal error (${code || answered.status}); the message may or may not have arrived`, { reason: 'no-answer' }) : new ConnectorError('unavailable', `TikTok had an internal error (${code || answered.status})`, { reason: 'server-error' });
  }
  if (/\b(window|48 ?h|48-hour|out of time)/i.test(said)) return rejected('window-closed', 'TikTok takes no more answers: too long has passed since the customer last wrote');
  if (/(number|limit|max\w*) of (direct )?messages|message limit/i.test(said)) return rejected('message-cap', 'TikTok takes no more messages until the customer writes again');
  if (/block|privacy|not accept|cannot receive/i.test(said)) return rejected('blocked-by-user', 'This person does not take messages from the account');
  if (/too long|length|character/i.test(said)) return rejected('text-too-long', 'The text is too long for TikTok');
  if (/region|country|market|not available/i.test(said)) return rejected('not-available-here', 'TikTok does not offer this for the account or in the customer’s country');
  if (/comment.*(disabled|turned off|closed)/i.test(said)) return rejected('comments-closed', 'Comments are closed below this video');
  if (/not exist|not found|deleted|no longer/i.test(said) && code !== 40006) return rejected('gone', 'It is no longer there, or the account may not see it');
  if (code === 40001 || code === 40118 || answered.status === 403) return new ConnectorError('unauthorized', 'The access lacks a permission, or TikTok has not opened it to the app', { reason: 'permission-missing' });
  if (code === 40006 || answered.status === 404) return new ConnectorError('unauthorized', 'TikTok does not answer at this address: look at the API address', { reason: 'wrong-address' });
  if (code > 0) return rejected('refused', `TikTok refused it${plainWords(said) === '' ? '' : `: ${plainWords(said)}`}`);
  if (answered.status >= 300 && answered.status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not TikTok', { reason: 'wrong-address' });
  if (answered.status >= 400) return rejected('refused', `TikTok refused it (${answered.status})`);
  return once ? new ConnectorError('ambiguous', 'What answered was not TikTok; the message may or may not have arrived', { reason: 'no-answer' }) : new ConnectorError('unavailable', 'What answered was not TikTok', { reason: 'no-answer' });
}
