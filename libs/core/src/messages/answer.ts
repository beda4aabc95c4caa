import { capabilitiesFor, letterText, type LetterChoices, type MessageInput, type Visibility } from '@kontuar/contract';
import type { Capabilities } from '@kontuar/connectors/contract';
import type { Tx } from '@kontuar/platform';
import { chosenTemplate, type Chosen } from '../channels/templates.service';
import { conflict, invalid, notFound } from '../errors';
import { answeredThread, findAnswered, isRefused, usualSide, wayOf, type Refused } from '../sending/answer-rules';
import type { WayOut } from '../sending/way-out';
import { sanitizeLetter } from './sanitize';
import { textLength } from './text-length';

/** As the API takes it; HTML can be bent to say more. */
const MAX_TEXT = 50_000;

/** An answer as it will be stored: on which side, to what, and in which words. */
export interface PreparedAnswer {
  visibility: Visibility; replyToId: string | null; privately: boolean; text: string; html: string | null; letter?: LetterChoices | undefined; template: Chosen['template'] | null;
  /** Of the side that is answered. */
  capabilities: Omit<Capabilities, 'publicly'>;
}

/** @throws DomainError for what the platform would not take: said before the agent waits for it. */
export async function prepareAnswer(tx: Tx, all: Capabilities, conversation: { id: string; way: WayOut }, input: MessageInput, now = new Date()): Promise<PreparedAnswer> {
  const thread = await answeredThread(tx, conversation.way.threadId);
  const replyTo = await findAnswered(tx, conversation.id, input.replyToId ?? null);
  if (input.replyToId !== undefined && replyTo === undefined) throw notFound('message');
  // Templates are for the private side; so are words to somebody who was answered in private.
  const side = input.visibility ?? (input.template !== undefined ? 'private' : (replyTo?.visibility ?? usualSide(thread, all)));
  const capabilities: PreparedAnswer['capabilities'] = capabilitiesFor(all, side);
  const chosen = input.template === undefined ? undefined : await chosenTemplate(tx, capabilities, conversation.way.channelId, input.template);
  const said = chosen === undefined ? fitting(capabilities, input) : { text: chosen.text, html: null };
  const way = await wayOf(tx, thread, all, { side, replyTo, template: chosen !== undefined, byPerson: true, messageId: null }, now);
  if (isRefused(way)) throw refusal(way, now, all);
  return {
    // An answer on a side that quotes nothing of the platform's still shows what it answers.
    visibility: side, replyToId: way.replyToId ?? (side === replyTo?.visibility ? replyTo.id : null), privately: way.privately, capabilities,
    ...said, letter: capabilities.letters === undefined ? undefined : input.letter, template: chosen?.template ?? null,
  };
}

/** Before `at`, while there is a way now: the window closes first. */
function refusal(way: Refused, at: Date, all: Capabilities) {
  if (way.code === 'wrong-side' || way.code === 'no-public-side') return invalid(way.code, way.detail);
  const { closedAt } = way;
  if (closedAt !== undefined && Date.parse(closedAt) > Date.now() && at.getTime() > Date.parse(closedAt)) {
    return conflict('window-closes-first', 'The platform takes no answer any more at that time: it closes before.', { closedAt, templates: capabilitiesFor(all, 'private').templates === true });
  }
  return conflict(way.code, way.detail, closedAt === undefined ? {} : { closedAt });
}

/** @throws DomainError when an answer on that side would not be taken then. */
export async function sideRefused(tx: Tx, all: Capabilities, conversation: { id: string; way: WayOut }, answer: { side: Visibility; replyToId: string | null; template: boolean; byPerson?: boolean }, at: Date): Promise<void> {
  const replyTo = await findAnswered(tx, conversation.id, answer.replyToId);
  const way = await wayOf(tx, await answeredThread(tx, conversation.way.threadId), all, { side: answer.side, replyTo, template: answer.template, byPerson: answer.byPerson ?? true, messageId: null }, at);
  if (isRefused(way)) throw refusal(way, at, all);
}

/**
 * What will be said, as this side of the channel takes it. Of HTML the words follow, so that the two can never say different things; a plain channel
 * gets the words alone.
 * @throws DomainError for what does not fit
 */
export function fitting(capabilities: PreparedAnswer['capabilities'], input: { text: string; html?: string | null | undefined; attachmentIds: readonly string[] }): { text: string; html: string | null } {
  const html = input.html == null || input.html === '' ? null : sanitizeLetter(input.html);
  const text = html === null ? input.text : letterText(html);
  if (text.trim() === '' && input.attachmentIds.length === 0 && (html === null || !html.includes('<img'))) throw invalid('text-missing', 'Write something.');
  if (text.length > MAX_TEXT) throw invalid('text-too-long', `This channel takes ${MAX_TEXT} characters; the text has ${text.length}.`, { max: MAX_TEXT, length: text.length });
  refuseUnfit(capabilities, { text, attachmentIds: input.attachmentIds });
  return { text, html: capabilities.text === 'plain' ? null : html };
}

function refuseUnfit(capabilities: PreparedAnswer['capabilities'], input: { text: string; attachmentIds: readonly string[] }): void {
  const length = textLength(input.text, capabilities);
  if (capabilities.maxTextLength !== undefined && length > capabilities.maxTextLength) {
    throw invalid('text-too-long', `This channel takes ${capabilities.maxTextLength} characters; the text has ${length}.`, { max: capabilities.maxTextLength, length });
  }
  if (capabilities.attachments === false && input.attachmentIds.length > 0) throw invalid('no-attachments', 'This channel takes no files.');
  if (capabilities.attachments !== false && input.attachmentIds.length > capabilities.attachments.maxCount) throw invalid('too-many-attachments', `This channel takes ${capabilities.attachments.maxCount} files at once.`);
}
