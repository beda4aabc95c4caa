import './composer.css';
import { clsx } from 'clsx';
import { CornerUpLeft, Eye, TimerReset, TriangleAlert, UserPlus, X } from 'lucide';
import { useCallback, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import type { AttachmentView, ConversationView } from '@kontuar/contract';
import { statementFor, useCrisisNow } from '../../app/crisis/queries';
import { markOf, type Mark } from '../../app/letter/markup';
import { runShortcut, useKeycaps, useShortcut } from '../../app/keys';
import { lazily } from '../../app/lazily';
import { useMe } from '../../app/me';
import { mentionedIds } from '../../app/mentions';
import { useSteadyActs } from '../../app/steady';
import { OffShift } from './off-shift';
import { formatBytes, formatList, useLocale, useStrings } from '../../i18n';
import { announce, Avatar, Icon, IconButton, Tabs, useToast } from '../../ui';
import { fill } from './canned-fill';
import { CcField } from './cc-field';
import { ChannelChip, Edge, OnlyTeam } from './channel-chip';
import { CheckBar } from './check-bar';
import { Closed } from './closed';
import type { ChosenTime } from './later';
import { composerStrings } from './composer.strings';
import { ArticlesBar } from './articles-bar';
import { Editor, type EditorHandle } from './editor';
import { footStrings } from './foot.strings';
import { LetterFootStrip } from './letter-foot';
import { belowLetter, quoteInText } from './letter-parts';
import { MacroStrip } from './macro-strip';
import { JargonBar } from './jargon-bar';
import { languageOf } from './language';
import { SendBar } from './send-bar';
import { SideBar, useMomentWords } from './side-bar';
import { sideStrings } from './side.strings';
import { StaleBar } from './stale-bar';
import { tellsRoom, TextRoom } from './text-room';
import { Tray } from './tray';
import { OwnWords } from './own-words';
import { QuestionsBar } from './questions-bar';
import { refusalOf } from './uploads';
import { useComposer, type ComposerRoutes } from './use-composer';
import { useDrop } from './use-drop';
import { useJargon } from './use-jargon';
import { beside, leaving } from './drafts';
import { CaretLayer } from './together/caret-layer';
import { TogetherBar } from './together/together-bar';
import { togetherStrings } from './together/together.strings';
import { Preview } from './preview';
import { useLetterFoot } from './use-letter-foot';
import { useUploads } from './use-uploads';

const StatementBar = lazily(() => import('./statement-bar').then((part) => part.StatementBar));
const TemplateDialog = lazily(() => import('./template-dialog').then((part) => part.TemplateDialog));

export interface ComposerProps extends ComposerRoutes { conversation: ConversationView }

/** Where answers are written. Its upper edge is the counter: to whom, until when, who will see it. */
export function Composer({ conversation, ...routes }: ComposerProps) {
  const t = useStrings(composerStrings);
  const s = useStrings(sideStrings);
  const f = useStrings(footStrings);
  const g = useStrings(togetherStrings);
  const moment = useMomentWords();
  const locale = useLocale();
  const toast = useToast();
  const me = useMe();
  const root = useRef<HTMLFormElement>(null);
  const editor = useRef<EditorHandle>(null);
  const panelId = useId();
  const lengthId = useId();
  const [laterOpen, setLater] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const focus = useCallback(() => editor.current?.focus(), []);

  const attach = useRef<(file: AttachmentView) => void>(() => undefined);
  const uploads = useUploads((file, then) => {
    attach.current(then === undefined ? file : { ...file, inline: true });
    then?.(file);
  });
  const composer = useComposer(conversation, uploads.busy, focus, routes);
  const { desk, note, channel, capabilities, length, news, side, sides, chooseSide, shut, logOnly } = composer;
  const { draft } = desk;
  const { text, html } = draft;
  const said = useMemo(() => ({ text, html }), [text, html]);
  const { together } = composer;
  // A plain draft that is shared is one text for everybody.
  const letter = !note && !logOnly && (together.inside ? together.letter !== null : capabilities?.text === 'html');
  const { letter: sharedLetter, onEditor } = together;
  const bound = useRef(onEditor);
  bound.current = onEditor;
  const shared = useMemo(() => (sharedLetter === null ? undefined : { ...sharedLetter, onArea: (area: Parameters<typeof onEditor>[0]) => bound.current(area) }), [sharedLetter]);
  attach.current = (file) => desk.change({ attachments: [...desk.draft.attachments.filter(({ id }) => id !== file.id), file] });
  const foot = useLetterFoot(conversation, letter && capabilities?.letters !== undefined);
  const quoting = capabilities?.letters?.quoting ?? 'asked';
  const [previewing, setPreviewing] = useState(false);
  const jargon = useJargon(draft.text, !note && !logOnly);
  const crisis = useCrisisNow();
  const statement = note || logOnly ? '' : statementFor(crisis, conversation, languageOf(composer.lastInbound ? [composer.lastInbound.text] : [], me.workspace.locale));
  const room = note ? null : { text: draft.text, length, capabilities };
  const accepts = note ? 'note' : capabilities?.attachments ?? 'note';

  const addFiles = (files: readonly File[], then?: (file: AttachmentView) => void) => {
    let already = draft.attachments.length + uploads.uploads.length;
    for (const file of files) {
      const refusal = refusalOf(file, already, accepts);
      if (refusal === null) {
        uploads.add(file, then);
        already += 1;
        continue;
      }
      const limits = typeof accepts === 'object' ? accepts : null;
      const key = ({ 'none-here': 'fileNoneHere', 'too-many': 'fileTooMany', 'too-large': 'fileTooLarge', 'wrong-type': 'fileWrongType', empty: 'fileEmpty' } as const)[refusal];
      toast({ text: t(key, { name: file.name, max: refusal === 'too-large' ? formatBytes(locale, limits?.maxBytes ?? 40 * 1024 * 1024) : limits?.maxCount ?? 20 }), tone: 'danger' });
    }
    focus();
  };
  /** They stand in the text, so they are no files beside it. */
  const addPictures = (files: File[], put: (file: AttachmentView) => void) => addFiles(files, put);
  const latestAdd = useRef(addFiles);
  latestAdd.current = addFiles;
  const over = useDrop(root, useCallback((files: File[]) => latestAdd.current(files), []));

  const open = (kind: 'reply' | 'note') => {
    desk.choose(kind);
    // At once: what is typed in the next milliseconds belongs to the text, not to the shortcuts.
    focus();
  };
  const inside = () => root.current?.contains(document.activeElement) === true;
  useShortcut('reply', () => open('reply'), { when: composer.canReply });
  useShortcut('note', () => open('note'), { when: composer.canNote });
  useShortcut('canned', () => { focus(); editor.current?.insert('/'); });
  useShortcut('send', () => {
    if (!inside()) return false;
    if (shut && composer.templates) setChoosing(true);
    else composer.send();
    return undefined;
  });
  useShortcut('send-resolve', () => (inside() ? void composer.send({ then: 'resolve' }) : false), { when: composer.canResolve && !note });
  useShortcut('send-later', () => (inside() && !note && !logOnly ? setLater(true) : false));
  const mark = (kind: Mark) => () => {
    if (!inside()) return false;
    const sign = markOf(capabilities?.markup, kind);
    if (note || logOnly || sign === undefined) announce(f('noMark'));
    else editor.current?.wrap(sign);
    return undefined;
  };
  // A letter takes these for itself; here they are of chats, whose platforms read marks.
  useShortcut('bold', mark('bold'), { when: !letter });
  useShortcut('italic', mark('italic'), { when: !letter });
  useShortcut('strike', mark('strike'), { when: !letter });
  useShortcut('preview', () => { if (!inside() || note) return false; setPreviewing(!previewing); return undefined; });
  const other = sides.find((each) => each.side !== side.side);
  useShortcut('switch-side', () => {
    if (other === undefined) return false;
    if (note) desk.choose('reply');
    chooseSide(other.side);
    focus();
    return undefined;
  }, { when: composer.canReply && other !== undefined });
  useShortcut('share-draft', () => {
    if (together.share !== null) together.share();
    else together.join();
    focus();
  }, { when: composer.canReply && !note && (together.share !== null || together.offered !== null) });
  const replyKeys = useKeycaps('reply');
  const noteKeys = useKeycaps('note');
  const previewKeys = useKeycaps('preview');

  const insert = (text: string) => {
    // A slash or an at sign opens its list only at the start of a word.
    const before = editor.current?.before() ?? '';
    editor.current?.insert((text === '/' || text === '@') && before !== '' && !/\s$/.test(before) ? ` ${text}` : text);
  };
  const putStatement = () => { focus(); insert(fill(statement, composer.facts).text); };
  // A key draws the text anew, and only what it changes beside it.
  const acts = useSteadyActs({
    insert, addFiles: (files: File[]) => addFiles(files), insertArticle: (words: string) => { focus(); insert(words); },
    send: () => void composer.send(), sendResolve: () => void composer.send({ then: 'resolve' }), sendAt: (time: ChosenTime) => void composer.send(time), sendSkip: () => void composer.send({ skipUndo: true }),
    handOver: () => { if (composer.send()) runShortcut('assign'); }, template: () => setChoosing(true),
  });
  const typed = useDeferredValue(draft.text);
  const byTemplate = composer.templates ? acts.template : undefined;
  const closesAt = side.side === 'public' ? null : conversation.window?.lateUntil ?? conversation.window?.closesAt ?? null;
  const later = useMemo(() => ({ contactId: conversation.contact.id, closesAt, onTemplate: byTemplate }), [conversation.contact.id, closesAt, byTemplate]);

  if (!composer.canReply && !composer.canNote) return <p className="cmp-no mut">{t('cannot')}</p>;

  const tellIds = note ? mentionedIds(draft.text, composer.colleagues).filter((id) => id !== me.member.id) : [];
  const told = composer.colleagues.filter(({ id }) => tellIds.includes(id));
  const warning = note || !channel ? null : channel.state === 'paused' ? t('channelPaused') : channel.state === 'unauthorized' ? t('channelBroken') : channel.state === 'failing' ? t('channelFailing') : null;
  // Both are said only where there is more than one: a letter needs no word for being private.
  const mixed = !logOnly && (sides.length > 1 || side.side === 'public');
  const choices = [
    ...(composer.canReply ? [{ value: 'reply' as const, label: logOnly ? t('log') : t('reply'), keys: replyKeys }] : []),
    ...(composer.canNote ? [{ value: 'note' as const, label: t('note'), keys: noteKeys }] : []),
  ];
  return (
    <form ref={root} data-region-stop="composer" className={clsx('cmp', note && 'nt')} data-side={note || !mixed ? undefined : side.side} data-together={together.inside ? '' : undefined} data-stale={news !== null && !note ? '' : undefined} data-previewing={previewing && !note && !logOnly ? '' : undefined} aria-label={note ? t('noteAbout') : t('replyTo', { name: conversation.contact.name })} onSubmit={(event) => event.preventDefault()}>
      {!note && <Edge window={composer.window} />}
      {news !== null && !note && <StaleBar news={news} takeFocus={composer.asking > 0} key={composer.asking} onKeep={composer.keep} onSendToo={() => composer.send({ mineToo: true })} />}
      {!note && composer.warnings.length > 0 && <CheckBar warnings={composer.warnings} onSend={composer.sendAnyway} onBack={composer.lookAgain} />}
      {!note && (together.inside || together.offered !== null) && <TogetherBar together={together} />}
      <div className="cmp-t">
        <Tabs label={t('kind')} choices={choices} value={note ? 'note' : 'reply'} onValueChange={desk.choose} panelId={panelId} />
        <span className="grow" />
        {!note && !logOnly && together.share !== null && <IconButton label={g('share')} onClick={together.share}><Icon of={UserPlus} /></IconButton>}
        {!note && !logOnly && <IconButton label={f('preview')} keys={previewKeys} aria-pressed={previewing} onClick={() => setPreviewing(!previewing)}><Icon of={Eye} /></IconButton>}
        {note ? <OnlyTeam /> : <ChannelChip conversation={conversation} channel={channel} window={composer.window} templates={composer.templates} />}
      </div>
      {!note && mixed && <SideBar conversation={conversation} side={side} sides={sides} capabilities={capabilities} answeredAt={composer.standing?.at ?? null} onChoose={(next) => { chooseSide(next); focus(); }} />}
      {shut && <Closed conversation={conversation} side={side} templates={composer.templates} onTemplate={() => setChoosing(true)} onPublic={other?.side === 'public' ? () => { chooseSide('public'); focus(); } : null} />}
      {!note && side.way === 'late' && side.until !== null && <p className="cmp-w"><Icon of={TimerReset} size={14} />{s('late', { time: moment(side.until) })}</p>}
      <div id={panelId} role="tabpanel" aria-label={note ? t('noteAbout') : t('replyTo', { name: conversation.contact.name })}>
        {!note && composer.cc !== null && <CcField to={composer.to} cc={composer.cc} onChange={(cc) => desk.change({ cc })} />}
        {!note && composer.quote !== null && (
          <p className="cmp-re">
            <Icon of={CornerUpLeft} size={14} />
            <span className="ell"><b>{t('answering', { name: composer.quote.author.name })}</b> {composer.quote.text.slice(0, 160)}</span>
            <button type="button" className="btn ghost icon sm" aria-label={t('dropQuote')} onClick={() => composer.setQuote(null)}><Icon of={X} size={12} /></button>
          </p>
        )}
        {statement !== '' && <StatementBar text={statement} onInsert={putStatement} />}
        {!note && !logOnly && <ArticlesBar conversationId={conversation.id} onInsert={acts.insertArticle} />}
        {!note && !logOnly && <QuestionsBar key={conversation.id} conversationId={conversation.id} draft={typed} />}
        <Editor
          ref={editor} said={said} onChange={composer.write} note={note} letter={letter} pictures={draft.attachments} onPictures={accepts === false ? undefined : addPictures} facts={composer.facts} onFiles={(files) => addFiles(files)} onAnswer={composer.macro.take} pinned={statement} underlined={jargon} hold={together.hold} shared={shared} carets={together.inside && <CaretLayer text={draft.text} people={together.people} />}
          label={note ? t('noteAbout') : t('replyTo', { name: conversation.contact.name })}
          placeholder={note ? t('notePlaceholder') : logOnly ? t('logPlaceholder') : shut ? s('placeholderShut') : mixed ? s(side.side === 'public' ? 'placeholderPublic' : 'placeholderPrivate', { name: conversation.contact.name }) : t('replyPlaceholder', { name: conversation.contact.name })}
          lang={languageOf([draft.text, ...(note || !composer.lastInbound ? [] : [composer.lastInbound.text])], me.workspace.locale)}
          describedBy={room !== null && tellsRoom(room) ? lengthId : undefined}
        />
        {foot !== undefined && !previewing && (
          <LetterFootStrip
            foot={foot} choices={draft.letter} quoting={quoting} customer={conversation.contact.name} onChoose={(choices) => desk.change({ letter: choices })}
            onQuoteIn={foot.quote === null ? null : () => { if (foot.quote !== null && editor.current?.append(quoteInText(foot.quote)) === true) desk.change({ letter: { ...draft.letter, quote: false } }); }}
          />
        )}
        {previewing && !note && !logOnly && (
          <Preview
            said={said} customer={conversation.contact.name} below={letter && capabilities?.letters !== undefined ? belowLetter(foot, draft.letter, quoting) : null} dialect={capabilities?.markup}
            files={beside(draft)} pictures={leaving(draft)}
          />
        )}
        {!note && !logOnly && !together.inside && <OwnWords key={`own-${conversation.id}`} conversationId={conversation.id} said={said} language={conversation.language ?? composer.language} onWrite={composer.write} />}
        <MacroStrip chosen={composer.macro.chosen} drop={composer.macro.drop} />
        <JargonBar text={draft.text} marks={jargon} onReplace={(word, plain) => editor.current?.replace(word, plain)} />
        {warning !== null && <p className="cmp-w"><Icon of={TriangleAlert} size={14} />{warning}</p>}
        {room !== null && <TextRoom id={lengthId} {...room} />}
        {told.length > 0 && (
          <p className="nt-h">{told.slice(0, 3).map((member) => <Avatar key={member.id} name={member.name} src={member.avatarUrl} size="xs" />)}<span>{t('told', { names: formatList(locale, told.map(({ name }) => name)), count: told.length })}</span></p>
        )}
        {note && <OffShift told={told} colleagues={composer.colleagues} onName={(name) => insert(`@${name} `)} />}
        <Tray files={beside(draft)} uploads={uploads.uploads} onRemove={(id) => desk.change({ attachments: draft.attachments.filter((file) => file.id !== id) })} onCancel={uploads.cancel} onRetry={uploads.retry} />
      </div>
      <SendBar
        note={note} logOnly={logOnly} publicly={!note && side.side === 'public'} onTemplate={shut ? byTemplate ?? null : null} blocked={composer.blocked} draftState={desk.state} after={composer.after} hasNext={routes.onNext !== undefined} canResolve={composer.canResolve}
        canAttach={accepts !== false} laterOpen={laterOpen} onLaterOpen={setLater} onAfter={composer.setAfter} onFiles={acts.addFiles} onInsert={acts.insert}
        onSend={acts.send} onSendResolve={acts.sendResolve} onSendAt={acts.sendAt} later={later} onSendSkip={acts.sendSkip} onHandOver={acts.handOver}
      />
      {choosing && channel !== undefined && <TemplateDialog channelId={channel.id} customer={conversation.contact.name} language={composer.language} onClose={() => setChoosing(false)} onSend={composer.sendTemplate} />}
      {over && <div className="drop" aria-hidden="true">{t('dropHere')}</div>}
    </form>
  );
}
