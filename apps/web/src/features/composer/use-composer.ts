import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConversationView, MessageInput, MessageView, Visibility } from '@kontuar/contract';
import { newClientId } from '../../app/client-id';
import { onCommand } from '../../app/commands';
import { useChannel, useMembers, useTeams } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { mentionsIn } from '../../app/mention-groups';
import { undoSend, useOutbox, useUnsent } from '../../app/outbox/use-outbox';
import { contactQuery } from '../../app/person';
import { problemWords } from '../../app/problem-words';
import { seenSeq } from '../../app/seen';
import { passes } from '../../app/sides';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { live, useLive } from '../../realtime/live';
import { announce, useToast } from '../../ui';
import { inheritedCc } from './addresses';
import { useAfterSend } from './after-send';
import type { CannedFacts } from './canned-fill';
import { useFieldWords } from './use-field-words';
import { useReplyWindow } from './channel-chip';
import { composerStrings } from './composer.strings';
import { sideStrings } from './side.strings';
import type { ChosenTemplate } from './template-dialog';
import { useSide } from './use-side';
import type { Said } from '../../app/letter/area';
import { isEmpty, leaving } from './drafts';
import { joined, markMounted, restore } from './restore';
import { answersSince, knownUpTo } from './since';
import { lengthReport } from '../../app/text-length';
import { useCachedMessages } from './use-cached-messages';
import { useChecks } from './use-checks';
import { sentHere } from './together/sent-here';
import { useTogether } from './together/use-together';
import { useDraft } from './use-draft';
import { useMacro } from './use-macro';

export interface SendOptions { then?: 'resolve'; sendAt?: Date; timeZone?: string; ifCustomerWrites?: 'cancel' | 'send'; skipUndo?: boolean; mineToo?: boolean }
export interface ComposerRoutes {
  /** Opens the next conversation; left out where there is none. */
  onNext?: (() => void) | undefined;
  /** Opens a conversation whose message was taken back. */
  onReturn?: ((conversationId: string) => void) | undefined;
}

/** Everything that the composer knows and does; how it looks is composer.tsx. */
export function useComposer(conversation: ConversationView, uploading: boolean, focus: () => void, { onNext, onReturn }: ComposerRoutes) {
  const t = useStrings(composerStrings);
  const s = useStrings(sideStrings);
  const locale = useLocale();
  const client = useQueryClient();
  const toast = useToast();
  const me = useMe();
  const members = useMembers();
  const teams = useTeams();
  // Over which the answer leaves: that of the customer's last words, where conversations became one.
  const channel = useChannel(conversation.answersOn.channelId);
  const outbox = useOutbox();
  const { data: contact } = useQuery({ ...contactQuery(conversation.contact.id), enabled: useCan('contact.read') });
  const unsent = useUnsent(conversation.id);
  const messages = useCachedMessages(conversation.id);
  const lineState = useLive().state;
  const canReply = useCan('conversation.reply');
  const canNote = useCan('conversation.note');
  const canResolve = useCan('conversation.triage') && conversation.state !== 'resolved';

  // What everyone can read is no letter, even where a channel knows letters too.
  const letters = channel?.capabilities.subject === true && !conversation.hasPublic;
  const [after, setAfter] = useAfterSend(letters);
  const newestSeq = messages.at(-1)?.seq ?? conversation.lastSeq;
  const newest = useRef(newestSeq);
  useEffect(() => { newest.current = newestSeq; });
  const logOnly = channel?.capabilities.logOnly === true;
  const together = useTogether(conversation, useDraft(conversation.id, me.member.id, () => newest.current), canReply && !logOnly);
  const { desk } = together;
  const note = canNote && (desk.kind === 'note' || !canReply);
  const { draft, change } = desk;
  const chosen = draft.side;
  const macro = useMacro(conversation.id, (files) => change({ attachments: [...desk.draft.attachments, ...files] }));

  const { side, sides, capabilities } = useSide(conversation, channel, draft.side);
  const [quote, setQuote] = useState<MessageView | null>(null);
  const chooseSide = useCallback((next: Visibility) => {
    change({ side: next }, 'reply');
    // A private message cannot be answered in public.
    if (next === 'public') setQuote((before) => (before?.visibility === 'private' ? null : before));
    announce(s(next === 'public' ? 'switchedPublic' : 'switchedPrivate'));
  }, [change, s]);
  const checks = useChecks();
  /** How it was to be sent when something looked wrong. */
  const [heldBack, setHeldBack] = useState<SendOptions>({});
  /** What the server held our reply for. */
  const [held, setHeld] = useState<MessageView[] | null>(null);
  const [asking, setAsking] = useState(0);
  const answers = useMemo(() => (note || isEmpty(draft) ? [] : answersSince(draft.sinceSeq, messages, me.member.id)), [note, draft, messages, me.member.id]);
  const news = held ?? (answers.length > 0 ? answers : null);

  // Delivery reports and out-of-office notes are not the customer speaking.
  const spoken = messages.filter(({ direction, kind, automatic }) => direction === 'in' && kind === 'message' && automatic === null);
  const lastInbound = spoken.at(-1);
  const window = useReplyWindow(side, capabilities);
  const shut = !note && !passes(side);
  const templates = !note && side.side === 'private' && capabilities?.templates === true;
  // The answer that stands below a review, and would be replaced.
  const standing = messages.findLast(({ kind, direction, visibility, status, deletedAt }) => kind === 'message' && direction === 'out' && visibility === 'public' && deletedAt === null && status !== 'failed' && status !== 'queued');
  const to = letters ? conversation.answersTo.address : '';
  const ours = messages.flatMap((message) => (message.direction === 'in' ? message.to : message.direction === 'out' && message.author.address !== null ? [{ address: message.author.address }] : [])).map(({ address }) => address);
  const cc = capabilities?.cc === true ? draft.cc ?? inheritedCc(messages, [to, ...ours]) : null;
  const length = note || !capabilities ? null : lengthReport(draft.text, capabilities);

  const blocked = isEmpty(draft) ? t('empty') : uploading ? t('uploadsRunning') : together.unplaced ? t('letterOpening') : length?.state === 'over' ? t('tooLong') : shut ? s('blocked', { why: side.way === 'reply-used' ? s('replyUsedTitle') : t('windowClosedLong') }) : null;

  const newestSend = useRef<(options: SendOptions) => boolean>(() => false);
  const send = (options: SendOptions = {}): boolean => {
    // The last letters may not be drawn yet, and all of them leave.
    if (desk.settle()) return newestSend.current(options);
    const { then, sendAt, skipUndo = false, mineToo = false } = options;
    if (blocked !== null) {
      announce(blocked, 'assertive');
      focus();
      return false;
    }
    if (!note && news !== null && !mineToo) {
      setAsking((times) => times + 1);
      return false;
    }
    const files = leaving(draft);
    const letter = { text: draft.text, attachments: files.length, to, cc: cc ?? [], customer: conversation.contact.name, language: conversation.language, theirWords: spoken.slice(-3).map(({ text }) => text) };
    if (!note && !logOnly && !checks.passes(letter)) {
      setHeldBack(options);
      return false;
    }
    const clientId = newClientId();
    // A look that the channel does not take stays behind: its words say the same.
    const html = capabilities?.text === 'html' ? draft.html : null;
    const known = mineToo ? Math.max(newest.current, ...(news ?? []).map(({ seq }) => seq)) : knownUpTo(draft.sinceSeq, messages, seenSeq(conversation.id), me.member.id);
    const shared = note ? undefined : together.sending();
    const input: MessageInput = {
      clientId, text: draft.text.trimEnd(), private: note, attachmentIds: files.map(({ id }) => id), sendNow: skipUndo,
      ...(note || html === null ? {} : { html }), ...(note || capabilities?.letters === undefined ? {} : { letter: draft.letter }),
      ...(note ? mentionsIn(draft.text, members, teams) : { mentions: [] }),
      ...(note || logOnly ? {} : { visibility: side.side }),
      ...(note ? {} : { sinceSeq: known }),
      ...(note || cc === null ? {} : { cc }),
      ...(!note && quote !== null && (quote.visibility === side.side || side.way === 'private-reply') ? { replyToId: quote.id } : {}),
      ...(sendAt ? { sendAt: sendAt.toISOString(), ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }), ifCustomerWrites: options.ifCustomerWrites ?? 'cancel' } : {}),
      ...(then ? { then } : {}),
      ...(shared === undefined ? {} : { sharedDraft: shared }),
      ...(macro.chosen === null ? {} : { macroId: macro.chosen.id }),
    };
    const back = { conversationId: conversation.id, private: note, text: draft.text, html: draft.html, letter: draft.letter, attachments: draft.attachments, cc: cc ?? [], side: note ? undefined : side.side, sharedDraft: shared?.id };
    outbox.add({ conversationId: conversation.id, input, attachments: files, authorName: me.user.name });
    live.typing(conversation.id, false);
    desk.clear();
    macro.drop();
    setQuote(null);
    setHeld(null);
    setAsking(0);
    // As the server decides it: a live chat has no pause, whatever a member chose for the rest.
    const usual = capabilities?.undoSendSeconds ?? 0;
    const seconds = skipUndo || usual === 0 ? 0 : me.member.undoSendSeconds ?? usual;
    if (!note && (seconds > 0 || sendAt)) offerUndo(clientId, back, sendAt, seconds);
    if (!note && (then === 'resolve' || after === 'next')) onNext?.();
    return true;
  };

  useLayoutEffect(() => { newestSend.current = send; });

  const offerUndo = (clientId: string, back: Parameters<typeof restore>[1], sendAt: Date | undefined, seconds: number) => {
    const when = sendAt ? `${formatDay(locale, sendAt, new Date())}, ${formatTime(locale, sendAt)}` : '';
    toast({
      text: sendAt ? t('scheduled', { time: when }) : back.side === 'public' ? s('publishedTo', { name: conversation.contact.name }) : t('sentTo', { name: conversation.contact.name }),
      durationMs: sendAt ? 10_000 : seconds * 1000,
      undo: () => void undoSend(client, clientId).then((undone) => {
        if (!undone) return void toast({ text: t('tooLate') });
        void restore(me.member.id, back).then(() => onReturn?.(back.conversationId));
      }).catch((error: unknown) => void toast({ text: t('undoFailed', { reason: problemWords(error) }), tone: 'danger' })),
    });
  };

  /** Instead of words of our own; nothing that is being written is lost by it. */
  const sendTemplate = (chosen: ChosenTemplate) => {
    const clientId = newClientId();
    const input: MessageInput = {
      clientId, text: chosen.text, private: false, visibility: 'private', template: { id: chosen.id, values: chosen.values }, attachmentIds: [], mentions: [], sendNow: false,
      sinceSeq: knownUpTo(newest.current, messages, seenSeq(conversation.id), me.member.id),
    };
    outbox.add({ conversationId: conversation.id, input, attachments: [], authorName: me.user.name });
  };

  /** The reply stays here; what came meanwhile is known now. */
  const keep = () => {
    setHeld(null);
    setAsking(0);
    change({ sinceSeq: Math.max(newest.current, ...(news ?? []).map(({ seq }) => seq)) });
    focus();
  };

  // A reply that the server held comes back here, with the reason.
  useEffect(() => {
    const stale = unsent.find(({ state }) => state === 'stale');
    const entry = stale && outbox.take(stale.clientId);
    if (!entry) return;
    // Its words are in the shared draft, which is open again.
    if (entry.input.sharedDraft !== undefined) sentHere.open(entry.input.sharedDraft.id);
    else change({ ...joined(desk.kind === 'reply' ? desk.latest().draft : null, { text: entry.input.text, html: entry.input.html ?? null, letter: entry.input.letter, attachments: entry.attachments, cc: entry.input.cc ?? [], side: entry.input.visibility }), sinceSeq: entry.input.sinceSeq ?? 0 }, 'reply');
    setHeld(entry.news);
    setAsking((times) => times + 1);
  }, [unsent, outbox, change, desk]);

  const { refused } = together;
  useEffect(() => {
    const turnedDown = unsent.find(({ state, input, problem }) => state === 'refused' && input.sharedDraft !== undefined && problem?.code.startsWith('draft-') === true);
    const entry = turnedDown && outbox.take(turnedDown.clientId);
    if (entry) refused(entry);
  }, [unsent, outbox, refused]);

  useEffect(() => { if (lineState === 'live') outbox.hurry(); }, [lineState, outbox]);
  useEffect(() => markMounted(conversation.id), [conversation.id]);
  useEffect(() => () => live.typing(conversation.id, false), [conversation.id]);
  useEffect(() => onCommand('restore', (back) => {
    if (back.conversationId !== conversation.id) return;
    const kind = back.private ? 'note' : 'reply';
    // It is there again, for everybody who writes in it.
    if (back.sharedDraft === undefined) change({ ...joined(desk.kind === kind ? desk.latest().draft : desk.latest().other, back), sinceSeq: newest.current }, kind);
    announce(t('undone'));
    requestAnimationFrame(focus);
  }), [conversation.id, change, desk, focus, t]);
  useEffect(() => onCommand('quote', ({ conversationId, message, side: wanted }) => {
    if (conversationId !== conversation.id) return;
    setQuote(message);
    desk.choose('reply');
    if (sides.length > 1 && (wanted ?? message.visibility) !== side.side) chooseSide(wanted ?? message.visibility);
    focus();
  }), [conversation.id, desk, focus, sides, side, chooseSide]);

  const { hide } = checks;
  const { type } = desk;
  const isPlain = note || capabilities?.text !== 'html';
  const write = useCallback(({ text, html }: Said) => {
    // What was wrong may be right by now; the next Send looks again.
    hide();
    // Whom the words are meant for is settled by the first of them: nothing that comes meanwhile may change it underhand.
    const said = { text, html: note ? null : html, ...(note || chosen !== null ? {} : { side: side.side }) };
    // An editor of letters looks at what it is given; a plain field shows by itself what is typed.
    if (isPlain) type(said);
    else change(said);
    if (!note) live.typing(conversation.id, text.trim() !== '');
  }, [hide, type, change, isPlain, note, chosen, side.side, conversation.id]);

  const fieldWords = useFieldWords(conversation);
  const { contact: { name: customer }, number, subject } = conversation;
  const day = new Date().toDateString();
  const facts: CannedFacts = useMemo(() => ({
    contact: { name: customer, company: null, email: to === '' ? null : to }, agent: { name: me.user.name }, workspace: { name: me.workspace.name },
    conversation: { number, subject }, today: formatDay(locale, new Date(day), new Date(day)), fields: fieldWords,
  }), [customer, to, me.user.name, me.workspace.name, number, subject, locale, day, fieldWords]);
  return {
    desk, macro, note, letters, logOnly, channel, capabilities, side, sides, chooseSide, shut, templates, standing, sendTemplate, window, to, cc, length, blocked, news, asking, quote, setQuote, after, setAfter, facts, canReply, canNote, canResolve, lastInbound, colleagues: members, language: contact?.language ?? null,
    warnings: checks.warnings, sendAnyway: () => send(heldBack), lookAgain: () => { checks.hide(); focus(); },
    send, keep, write, together, offline: lineState === 'offline',
  };
}
