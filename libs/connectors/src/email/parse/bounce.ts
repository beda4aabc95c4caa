import { explainFailure, type FailureReason } from '../failure-reasons';
import { readIds } from '../threading/ids';
import { readIssuedId } from '../threading/reply-tokens';
import { decodedBody } from './body';
import { decodeText } from './charset';
import { cleanLine } from './clean-text';
import { readHeaders, type Headers } from './headers';
import { leaves, type Part } from './mime';

/** What a mail server says about a mail of ours. */
export interface BounceFacts {
  outcome: 'failed' | 'delayed' | 'delivered';
  /** The Message-ID of our mail, when the report names it. */
  originalId?: string;
  /** Its own References, for finding the conversation. */
  originalReferences: string[];
  reason: FailureReason;
  recipients: string[];
}

const bounceSenders = /^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|mail-system|mdaemon|maildaemon|mailsystem|microsoftexchange[0-9a-f]*|bounce|bounces|mail\.system|noreply-dsn)@/i;
const failedSubjects = /undeliver|returned (?:mail|to sender)|delivery (?:status notification|failure|has failed|failed|notification)|mail delivery (?:failed|failure|system|subsystem)|failure notice|failed delivery|delivery problem|message (?:delivery|not delivered)|could not be delivered|non[- ]?remis|non[- ]?distribu|niedostarcz|nie można dostarczyć|błąd dostarczania|zwrot wiadomości|nie doręczono|unzustellbar|nicht zustellbar|unzustellbarkeit|mailzustellung|échec de (?:la )?(?:remise|livraison|distribution)|no se (?:puede|pudo|ha podido) entregar|mensaje no entregado|impossibile recapitare|mancato recapito|mancata consegna|não (?:foi )?(?:possível )?entreg|onbestelbaar|niet afgeleverd|nedoručiteľ|nedoručiteln|не ?доставлен|недоставлен|kan inte levereras|kan ikke leveres|ei voitu toimittaa|kézbesíthetetlen|imposibil de livrat|teslim edilemedi|配信不能|配信できません|无法投递|系统退信|無法傳遞|退信|배달되지 않음|warning: (?:message|could not)/i;
const delayedWords = /(?:warning|delay)(?:ed)?[^\n]{0,80}|delivery (?:is |has been |was )?(?:temporarily )?delayed|has been delayed|do not need to resend|you do not need to|will (?:be retried|continue to (?:try|retry))|this is a warning message only|not yet been delivered|opóźnion/i;

export function readBounce(root: Part, facts: { subject: string; from: string | undefined; plain: string }): BounceFacts | undefined {
  const report = root.type === 'multipart/report' && !/^(?:disposition-notification|feedback-report)$/i.test(root.contentType.parameters.get('report-type') ?? '');
  const parts = [...leaves(root)];
  const status = parts.find((part) => part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status');
  if (status !== undefined) return fromStatus(status, parts, root, facts.plain);
  const emptySender = root.headers.get('return-path')?.replace(/\s/g, '') === '<>';
  const bySender = facts.from !== undefined && bounceSenders.test(facts.from);
  const failedRecipients = root.headers.get('x-failed-recipients');
  const bySubject = failedSubjects.test(facts.subject);
  const qmail = /^(?:>? ?hi\. )?this is the .{0,60}(?:qmail-send|mail delivery) program at/im.test(facts.plain.slice(0, 2_000));
  if (!(report || failedRecipients !== undefined || qmail || (bySender && (bySubject || /could not be delivered|undeliverable|delivery.{0,20}failed|permanent (?:fatal )?error/i.test(facts.plain.slice(0, 4_000)))) || (emptySender && bySubject))) return undefined;
  return fromText(parts, root, facts, failedRecipients);
}

function fromStatus(status: Part, parts: readonly Part[], root: Part, plain: string): BounceFacts {
  const bytes = decodedBody(status);
  const fields: Headers[] = [];
  let at = 0;
  while (at < bytes.length && fields.length < 200) {
    const { headers, bodyStart } = readHeaders(bytes, at, bytes.length);
    if (headers.list.length > 0) fields.push(headers);
    if (bodyStart <= at) break;
    at = bodyStart;
  }
  const value = (text: string | undefined): string => (text ?? '').replace(/^[a-z0-9-]+\s*;\s*/i, '').trim();
  const recipients = fields.filter((group) => group.has('action') || group.has('final-recipient') || group.has('status'));
  const failed = recipients.filter((group) => /^fail/i.test(group.get('action') ?? '') || (!group.has('action') && /^5/.test(group.get('status') ?? '')));
  const delayed = recipients.filter((group) => /^delayed/i.test(group.get('action') ?? '') || (!group.has('action') && /^4/.test(group.get('status') ?? '')));
  const outcome = failed.length > 0 ? 'failed' : delayed.length > 0 || recipients.length === 0 && delayedWords.test(plain.slice(0, 4_000)) ? 'delayed'
    : recipients.some((group) => /^(delivered|relayed|expanded)/i.test(group.get('action') ?? '')) ? 'delivered' : 'failed';
  const telling = failed[0] ?? delayed[0] ?? recipients[0];
  const diagnostic = value(telling?.get('diagnostic-code')) || value(telling?.get('status')) || firstReason(plain);
  const statusCode = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(telling?.get('status') ?? '')?.[1];
  const original = originalHeaders(parts, root);
  const named = fields.flatMap((group) => readIds(group.get('x-original-message-id') ?? group.get('original-message-id')));
  const originalId = named[0] ?? original.id ?? ownReferences(root)[0] ?? idInText(plain);
  return {
    outcome,
    ...(originalId === undefined ? {} : { originalId }),
    originalReferences: original.references,
    reason: explainFailure(diagnostic, statusCode),
    recipients: (failed.length > 0 ? failed : recipients).map((group) => cleanLine(value(group.get('original-recipient') ?? group.get('final-recipient')), 320)).filter((address) => address !== ''),
  };
}

function fromText(parts: readonly Part[], root: Part, facts: { subject: string; plain: string }, failedRecipients: string | undefined): BounceFacts {
  const { plain } = facts;
  const original = originalHeaders(parts, root);
  const delayed = /\(delay\)|\bdelayed\b|^warning:|opóźni/i.test(facts.subject) || (delayedWords.test(plain.slice(0, 1_500)) && !/permanent|failed permanently|given up|giving up|not be delivered to one or more/i.test(plain.slice(0, 3_000)));
  const reason = firstReason(plain);
  const originalId = original.id ?? ownReferences(root)[0] ?? idInText(plain);
  const recipients = (failedRecipients ?? '').split(/[,\s]+/).filter((address) => address.includes('@'));
  const inText = recipients.length > 0 ? recipients : [...plain.slice(0, 10_000).matchAll(/^\s*<([^<>\s]{1,64}@[^<>\s]{1,255})>\s*:?/gm)].map((match) => match[1] ?? '');
  return { outcome: delayed ? 'delayed' : 'failed', ...(originalId === undefined ? {} : { originalId }), originalReferences: original.references, reason: explainFailure(reason), recipients: inText.slice(0, 20) };
}

/** The line that gives the reason: it has a status code, or follows the address. */
function firstReason(plain: string): string {
  const lines = plain.slice(0, 20_000).split('\n').map((line) => line.trim());
  const stop = lines.findIndex((line) => /^-{2,}.{0,60}(copy|original|returned|below)|^return-path:|^received:/i.test(line));
  const head = lines.slice(0, stop < 0 ? 200 : stop);
  const coded = head.findIndex((line) => /\b[45]\d\d[ -]\d?\.?|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(line) && line.length > 8);
  if (coded >= 0) return [head[coded], /[.)!]$/.test(head[coded] ?? '') ? '' : head[coded + 1]].join(' ').trim();
  const named = head.find((line) => /^(?:powód|przyczyna|reason|grund|raison|motivo|причина)\s?:\s?\S/i.test(line));
  if (named !== undefined) return named;
  const addressed = head.findIndex((line) => /^<?[^<>\s]{1,64}@[^<>\s]{1,255}>?:?$/.test(line));
  if (addressed >= 0 && (head[addressed + 1] ?? '') !== '') return [head[addressed + 1], head[addressed + 2] ?? ''].join(' ').trim();
  const inline = head.find((line) => /^<?[^<>\s]{1,64}@[^<>\s]{1,255}>?:\s+\S/.test(line));
  if (inline !== undefined) return inline;
  return head.find((line) => /does not exist|unknown|full|quota|rejected|refused|not found|couldn't|could not|wasn't|nie istnieje|unzustellbar/i.test(line)) ?? '';
}

function originalHeaders(parts: readonly Part[], root: Part): { id?: string; references: string[] } {
  const candidates = parts.filter((part) => part !== root && /^(message\/(rfc822|global|rfc822-headers|partial)|text\/rfc822-headers|text\/rfc822)$/.test(part.type));
  for (const part of candidates) {
    const bytes = decodedBody(part);
    const { headers } = readHeaders(bytes, 0, bytes.length);
    const id = readIds(headers.get('message-id'))[0];
    if (id !== undefined) return { id, references: [...readIds(headers.get('in-reply-to')), ...readIds(headers.get('references')).reverse()] };
  }
  return { references: [] };
}

/** Exchange and some relays put the id of the mail that failed into the bounce's own headers. */
function ownReferences(root: Part): string[] {
  const ids = [...readIds(root.headers.get('x-original-message-id')), ...readIds(root.headers.get('in-reply-to')), ...readIds(root.headers.get('references')).reverse()];
  return [...ids.filter((id) => readIssuedId(id) !== undefined), ...ids];
}

/** Servers without reports paste the original's headers below their words; an id that we issued is taken before others. */
function idInText(plain: string): string | undefined {
  const ids = [...plain.slice(0, 200_000).matchAll(/^[\s>|]{0,8}message-id:\s{0,5}(<[^<>\s]{1,900}>)/gim)].map((match) => match[1] ?? '');
  return ids.find((id) => readIssuedId(id) !== undefined) ?? ids[0] ?? /<kt\+[^<>\s]{1,500}@[^<>\s]{1,255}>/.exec(plain.slice(0, 200_000))?.[0];
}

export function readDisposition(root: Part): { originalId: string; displayed: boolean } | undefined {
  if (root.contentType.parameters.get('report-type')?.toLowerCase() !== 'disposition-notification') return undefined;
  const part = [...leaves(root)].find((leaf) => leaf.type === 'message/disposition-notification');
  if (part === undefined) return undefined;
  const text = decodeText(decodedBody(part), 'utf-8').slice(0, 20_000);
  const originalId = readIds(/^original-message-id:\s{0,5}([^\n]{1,998})/im.exec(text)?.[1])[0];
  return originalId === undefined ? undefined : { originalId, displayed: /^disposition:[^\n]{0,200}\bdisplayed\b/im.test(text) };
}
