import { cleanLine } from './parse/clean-text';

/** Why a mail server refused a mail, in words for the agent. Used for SMTP answers and for bounces alike. */
export interface FailureReason {
  /** Stable, for translation. */
  code: 'unknown-recipient' | 'mailbox-full' | 'mailbox-disabled' | 'too-large' | 'spam' | 'policy' | 'domain-not-found' | 'sender-refused' | 'expired' | 'rate-limited' | 'loop' | 'not-delivered';
  text: string;
}

const sentences: Record<FailureReason['code'], string> = {
  'unknown-recipient': 'This address does not exist.',
  'mailbox-full': 'The recipient’s mailbox is full.',
  'mailbox-disabled': 'The recipient’s mailbox is switched off or does not accept mail.',
  'too-large': 'The message is too large for the recipient’s server.',
  spam: 'The recipient’s server took the message for spam.',
  policy: 'The recipient’s server refused the message by its rules.',
  'domain-not-found': 'The recipient’s domain does not exist or has no mail server.',
  'sender-refused': 'The server does not let this channel’s address send.',
  expired: 'The recipient’s server could not be reached for a long time, and the delivery was given up.',
  'rate-limited': 'The mail server asks to send more slowly.',
  loop: 'The message went round in circles between mail servers.',
  'not-delivered': 'The message could not be delivered.',
};

/** Words decide before codes: many servers send 5.1.1 or 5.7.1 for everything. */
const byWords: [RegExp, FailureReason['code']][] = [
  [/over ?quota|quota (?:is )?exceed|mailbox.{0,30}(?:full|exceed)|(?:full|insufficient).{0,20}(?:mailbox|storage|space)|out of storage|skrzynka.{0,30}(?:pełna|przepełn)|storage limit|przekroczon/i, 'mailbox-full'],
  [/daily.{0,30}(?:limit|quota|sending)|too many (?:messages|emails|recipients|connections|mails)|rate.?limit|sending (?:limit|rate)|throttl|try again later.{0,40}limit|exceeded.{0,30}(?:per|hour|day)/i, 'rate-limited'],
  [/(?:message|mail|size|file).{0,30}(?:too (?:large|big)|exceed.{0,30}(?:size|maximum|limit|fixed))|size limit|maximum message size/i, 'too-large'],
  [/sender.{0,40}(?:denied|rejected|not owned|not allowed|verify|refused)|not (?:authorized|permitted|allowed) to send as|SendAsDenied|relay(?:ing)? (?:access )?denied|unable to relay|not permitted to relay/i, 'sender-refused'],
  [/user.{0,25}(?:unknown|not found|doesn'?t exist|does not exist|not exist)|\b(?:no|unknown|invalid|bad)\b.{0,12}(?:such )?(?:user|recipient|mailbox|account|local part|address)|(?:recipient|address|mailbox|account).{0,40}(?:not found|does not exist|doesn'?t exist|unknown|invalid|unavailable|no longer|rejected: user)|nie istnieje|nie ma takiego|RESOLVER\.ADR\.(?:Ex)?RecipNotFound|recipientnotfound|not a valid (?:recipient|mailbox)/i, 'unknown-recipient'],
  [/(?:account|mailbox|user).{0,30}(?:disabled|inactive|suspended|locked|not active|blocked)/i, 'mailbox-disabled'],
  [/host or domain name not found|domain.{0,20}(?:not found|does not exist|doesn'?t exist)|no mx|name or service not known|unrouteable|unroutable|NXDOMAIN|dns.{0,20}(?:error|fail)|host.{0,10}(?:unknown|not found)/i, 'domain-not-found'],
  [/spam|spamhaus|blacklist|black ?list|block ?list|blocklisted|rbl|junk|unsolicited|reputation|content.{0,20}reject/i, 'spam'],
  [/too many hops|mail loop|loops? back|hop count/i, 'loop'],
  [/retry time(?:out)? (?:not reached|exceeded)|delivery time expired|message expired|has been in the queue too long|could not be delivered for|connection timed out|no route to host|connection refused/i, 'expired'],
  [/dmarc|spf|dkim|policy|prohibited|access denied|blocked|refused|denied|not accepted/i, 'policy'],
];

function byStatus(status: string): FailureReason['code'] | undefined {
  if (/^5\.1\.[1036]$/.test(status)) return 'unknown-recipient';
  if (/^5\.1\.[78]$/.test(status)) return 'sender-refused';
  if (/^[45]\.(1\.2|4\.4|1\.10)$/.test(status)) return 'domain-not-found';
  if (/^[45]\.2\.2$/.test(status)) return 'mailbox-full';
  if (/^5\.2\.1$/.test(status)) return 'mailbox-disabled';
  if (/^5\.(2\.3|3\.4)$/.test(status)) return 'too-large';
  if (/^[45]\.4\.[17]$/.test(status)) return 'expired';
  if (/^5\.4\.6$/.test(status)) return 'loop';
  if (/^5\.7\.\d+$/.test(status)) return 'policy';
  return undefined;
}

/** `answer` is the server's line ("550 5.1.1 <x@y>: User unknown"); its own words follow ours, shortened. */
export function explainFailure(answer: string, enhancedStatus?: string): FailureReason {
  const line = cleanLine(answer, 600);
  const status = enhancedStatus ?? /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(line)?.[1] ?? '';
  const code = byWords.find(([pattern]) => pattern.test(line))?.[1] ?? byStatus(status) ?? 'not-delivered';
  const detail = cleanLine(line, 240);
  return { code, text: detail === '' ? sentences[code] : `${sentences[code]} (${detail})` };
}
