import './composer.css';
import { clsx } from 'clsx';
import { CornerUpLeft, TimerReset, TriangleAlert, X } from 'lucide-react';
import { useCallback, useId, useRef, useState } from 'react';
import type { AttachmentView, ConversationView } from '@kontuar/contract';
import { runShortcut, useKeycaps, useShortcut } from '../../app/keys';
import { useMe } from '../../app/me';
import { mentionedIds } from '../../app/mentions';
import { formatBytes, formatList, useLocale, useStrings } from '../../i18n';
import { Avatar, Icon, Tabs, useToast } from '../../ui';
import { CcField } from './cc-field';
import { ChannelChip, Edge, OnlyTeam } from './channel-chip';
import { CheckBar } from './check-bar';
import { Closed } from './closed';
import { composerStrings } from './composer.strings';
import { Editor, type EditorHandle } from './editor';
import { MacroStrip } from './macro-strip';
import { JargonBar } from './jargon-bar';
import { languageOf } from './language';
import { SendBar } from './send-bar';
import { SideBar, useMomentWords } from './side-bar';
import { sideStrings } from './side.strings';
import { StaleBar } from './stale-bar';
import { TemplateDialog } from './template-dialog';
import { tellsRoom, TextRoom } from './text-room';
import { Tray } from './tray';
import { QuestionsBar } from './questions-bar';
import { refusalOf } from './uploads';
import { useComposer, type ComposerRoutes } from './use-composer';
import { useDrop } from './use-drop';
import { useJargon } from './use-jargon';
import { useUploads } from './use-uploads';

export interface ComposerProps extends ComposerRoutes { conversation: ConversationView }

/** Where answers are written. Its upper edge is the counter: to whom, until when, who will see it. */
export function Composer({ conversation, ...routes }: ComposerProps) {
  const t = useStrings(composerStrings);
  const s = useStrings(sideStrings);
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
  const uploads = useUploads((file) => attach.current(file));
  const composer = useComposer(conversation, uploads.busy, focus, routes);
  const { desk, note, channel, capabilities, length, news, side, sides, chooseSide, shut, logOnly } = composer;
  const { draft } = desk;
  attach.current = (file) => desk.change({ attachments: [...desk.draft.attachments.filter(({ id }) => id !== file.id), file] });
  const jargon = useJargon(draft.text, !note && !logOnly);
  const room = note ? null : { text: draft.text, length, capabilities };
  const accepts = note ? 'note' : capabilities?.attachments ?? 'note';

  const addFiles = (files: readonly File[]) => {
    let already = draft.attachments.length + uploads.uploads.length;
    for (const file of files) {
      const refusal = refusalOf(file, already, accepts);
      if (refusal === null) {
        uploads.add(file);
        already += 1;
        continue;
      }
      const limits = typeof accepts === 'object' ? accepts : null;
      const key = ({ 'none-here': 'fileNoneHere', 'too-many': 'fileTooMany', 'too-large': 'fileTooLarge', 'wrong-type': 'fileWrongType', empty: 'fileEmpty' } as const)[refusal];
      toast({ text: t(key, { name: file.name, max: refusal === 'too-large' ? formatBytes(locale, limits?.maxBytes ?? 40 * 1024 * 1024) : limits?.maxCount ?? 20 }), tone: 'danger' });
    }
    focus();
  };
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
  const other = sides.find((each) => each.side !== side.side);
  useShortcut('switch-side', () => {
    if (other === undefined) return false;
    if (note) desk.choose('reply');
    chooseSide(other.side);
    focus();
    return undefined;
  }, { when: composer.canReply && other !== undefined });
  const replyKeys = useKeycaps('reply');
  const noteKeys = useKeycaps('note');

  if (!composer.canReply && !composer.canNote) return <p className="cmp-no mut">{t('cannot')}</p>;

  const insert = (text: string) => {
    const box = editor.current?.element();
    // A slash or an at sign opens its list only at the start of a word.
    const before = box?.value.slice(0, box.selectionStart) ?? '';
    editor.current?.insert((text === '/' || text === '@') && before !== '' && !/\s$/.test(before) ? ` ${text}` : text);
  };
  const replaceWord = ({ start, end }: { start: number; end: number }, plain: string) => {
    editor.current?.element()?.setSelectionRange(start, end);
    editor.current?.insert(plain);
  };
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
    <form ref={root} data-region-stop="composer" className={clsx('cmp', note && 'nt')} data-side={note || !mixed ? undefined : side.side} aria-label={note ? t('noteAbout') : t('replyTo', { name: conversation.contact.name })} onSubmit={(event) => event.preventDefault()}>
      {!note && <Edge window={composer.window} />}
      {news !== null && !note && <StaleBar news={news} takeFocus={composer.asking > 0} key={composer.asking} onKeep={composer.keep} onSendToo={() => composer.send({ mineToo: true })} />}
      {!note && composer.warnings.length > 0 && <CheckBar warnings={composer.warnings} onSend={composer.sendAnyway} onBack={composer.lookAgain} />}
      <div className="cmp-t">
        <Tabs label={t('kind')} choices={choices} value={note ? 'note' : 'reply'} onValueChange={desk.choose} panelId={panelId} />
        <span className="grow" />
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
        {!note && !logOnly && <QuestionsBar key={conversation.id} conversationId={conversation.id} draft={draft.text} />}
        <Editor
          ref={editor} value={draft.text} onChange={composer.write} note={note} facts={composer.facts} onFiles={addFiles} onAnswer={composer.macro.take} underlined={jargon}
          label={note ? t('noteAbout') : t('replyTo', { name: conversation.contact.name })}
          placeholder={note ? t('notePlaceholder') : logOnly ? t('logPlaceholder') : shut ? s('placeholderShut') : mixed ? s(side.side === 'public' ? 'placeholderPublic' : 'placeholderPrivate', { name: conversation.contact.name }) : t('replyPlaceholder', { name: conversation.contact.name })}
          lang={languageOf([draft.text, ...(note || !composer.lastInbound ? [] : [composer.lastInbound.text])], me.workspace.locale)}
          describedBy={room !== null && tellsRoom(room) ? lengthId : undefined}
        />
        <MacroStrip macro={composer.macro} />
        <JargonBar text={draft.text} marks={jargon} onReplace={replaceWord} />
        {warning !== null && <p className="cmp-w"><Icon of={TriangleAlert} size={14} />{warning}</p>}
        {room !== null && <TextRoom id={lengthId} {...room} />}
        {told.length > 0 && (
          <p className="nt-h">{told.slice(0, 3).map((member) => <Avatar key={member.id} name={member.name} src={member.avatarUrl} size="xs" />)}<span>{t('told', { names: formatList(locale, told.map(({ name }) => name)), count: told.length })}</span></p>
        )}
        <Tray files={draft.attachments} uploads={uploads.uploads} onRemove={(id) => desk.change({ attachments: draft.attachments.filter((file) => file.id !== id) })} onCancel={uploads.cancel} onRetry={uploads.retry} />
      </div>
      <SendBar
        note={note} logOnly={logOnly} publicly={!note && side.side === 'public'} onTemplate={shut && composer.templates ? () => setChoosing(true) : null} blocked={composer.blocked} draftState={desk.state} after={composer.after} hasNext={routes.onNext !== undefined} canResolve={composer.canResolve}
        canAttach={accepts !== false} laterOpen={laterOpen} onLaterOpen={setLater} onAfter={composer.setAfter} onFiles={addFiles} onInsert={insert}
        onSend={() => composer.send()} onSendResolve={() => composer.send({ then: 'resolve' })} onSendAt={(time) => composer.send(time)} later={{ contactId: conversation.contact.id, closesAt: side.side === 'public' ? null : conversation.window?.lateUntil ?? conversation.window?.closesAt ?? null, onTemplate: composer.templates ? () => setChoosing(true) : undefined }} onSendSkip={() => composer.send({ skipUndo: true })}
        onHandOver={() => { if (composer.send()) runShortcut('assign'); }}
      />
      {choosing && channel !== undefined && <TemplateDialog channelId={channel.id} customer={conversation.contact.name} language={composer.language} onClose={() => setChoosing(false)} onSend={composer.sendTemplate} />}
      {over && <div className="drop" aria-hidden="true">{t('dropHere')}</div>}
    </form>
  );
}
