import { AtSign, ChevronDown, MessageSquareText, Paperclip } from 'lucide';
import { memo, useRef } from 'react';
import { useKeycaps } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Button, Icon, IconButton, Kbd, Menu, MenuHeading, MenuItem, MenuSeparator } from '../../ui';
import type { AfterSend } from './after-send';
import { composerStrings } from './composer.strings';
import { EmojiPicker } from './emoji-picker';
import { Later, type ChosenTime, type LaterFor } from './later';
import { sideStrings } from './side.strings';
import type { DraftState } from './use-draft';

export interface SendBarProps {
  note: boolean;
  logOnly: boolean;
  /** Everyone will read it: the button says so. */
  publicly: boolean;
  /** The window is closed and lets templates through: that is what Send does then. */
  onTemplate: (() => void) | null;
  /** Why it cannot be sent now; null when it can. */
  blocked: string | null;
  draftState: DraftState;
  after: AfterSend;
  hasNext: boolean;
  canResolve: boolean;
  canAttach: boolean;
  laterOpen: boolean;
  onLaterOpen: (open: boolean) => void;
  onAfter: (after: AfterSend) => void;
  onFiles: (files: File[]) => void;
  onInsert: (text: string) => void;
  onSend: () => void;
  onSendResolve: () => void;
  later: LaterFor;
  onSendAt: (time: ChosenTime) => void;
  onSendSkip: () => void;
  onHandOver: () => void;
}

export const SendBar = memo(function SendBar(props: SendBarProps) {
  const { note, logOnly, blocked, draftState, canAttach, onFiles, onInsert, onSend, onHandOver } = props;
  const t = useStrings(composerStrings);
  const input = useRef<HTMLInputElement>(null);
  const sendKeys = useKeycaps('send');
  const cannedKeys = useKeycaps('canned');
  const states = { untouched: '', saving: t('draftSaving'), saved: t('draftSaved'), local: t('draftLocal') } satisfies Record<DraftState, string>;
  return (
    <div className="cmp-b">
      <input ref={input} type="file" multiple hidden onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = ''; }} />
      {canAttach && <IconButton label={t('attach')} onClick={() => input.current?.click()}><Icon of={Paperclip} /></IconButton>}
      {note
        ? <IconButton label={t('mention')} onClick={() => onInsert('@')}><Icon of={AtSign} /></IconButton>
        : <><EmojiPicker onPick={onInsert} /><Button tone="ghost" className="cmp-can" title={t('canned')} aria-label={t('canned')} onClick={() => onInsert('/')}><Icon of={MessageSquareText} />{cannedKeys.map((key) => <Kbd key={key}>{key}</Kbd>)}</Button></>}
      <span className="draft mut" role="status">{states[draftState]}</span>
      <span className="grow" />
      {note ? (
        <>
          <Button className="cmp-2" disabled={blocked !== null} onClick={onHandOver}>{t('noteHandOver')}</Button>
          <Button className="nt-b" keys={sendKeys} aria-disabled={blocked !== null || undefined} title={blocked ?? undefined} onClick={onSend}>{t('addNote')}</Button>
        </>
      ) : (
        <Ways {...props} sendKeys={sendKeys} logOnly={logOnly} />
      )}
    </div>
  );
});

function Ways({ logOnly, publicly, onTemplate, blocked, after, hasNext, canResolve, later, laterOpen, onLaterOpen, onAfter, onSend, onSendResolve, onSendAt, onSendSkip, sendKeys }: SendBarProps & { sendKeys: readonly string[] }) {
  const t = useStrings(composerStrings);
  const laterKeys = useKeycaps('send-later');
  const resolveKeys = useKeycaps('send-resolve');
  const s = useStrings(sideStrings);
  const off = blocked !== null || undefined;
  if (onTemplate !== null) return <Button tone="primary" keys={sendKeys} onClick={onTemplate}>{s('template')}</Button>;
  return (
    <>
      {!logOnly && <Later open={laterOpen} onOpenChange={onLaterOpen} keys={laterKeys} disabled={off === true} about={later} onChoose={onSendAt} />}
      {canResolve && <Button className="cmp-2" disabled={off === true} onClick={onSendResolve}>{logOnly ? t('logResolve') : publicly ? s('publishResolve') : t('sendResolve')}</Button>}
      <span className="split">
        <Button tone="primary" keys={sendKeys} aria-disabled={off} title={blocked ?? undefined} onClick={onSend}>{logOnly ? t('logIt') : publicly ? s('publish') : t('send')}</Button>
        <Menu
          label={t('sendMore')} align="end" side="top" className="send-m"
          trigger={<button type="button" className="btn primary" aria-label={t('sendMore')} aria-disabled={off}><Icon of={ChevronDown} size={14} /></button>}
        >
          {!logOnly && <MenuItem disabled={off === true} onSelect={onSendSkip}>{t('sendSkip')}</MenuItem>}
          {canResolve && <MenuItem disabled={off === true} keys={resolveKeys} onSelect={onSendResolve}>{logOnly ? t('logResolve') : publicly ? s('publishResolve') : t('sendResolve')}</MenuItem>}
          {!logOnly && <MenuItem disabled={off === true} keys={laterKeys} onSelect={() => onLaterOpen(true)}>{t('sendLater')}</MenuItem>}
          {hasNext && (
            <>
              <MenuSeparator />
              <MenuHeading>{t('afterSend')}</MenuHeading>
              <MenuItem checked={after === 'next'} onSelect={() => onAfter('next')}>{t('sendNext')}</MenuItem>
              <MenuItem checked={after === 'stay'} onSelect={() => onAfter('stay')}>{t('sendStay')}</MenuItem>
            </>
          )}
        </Menu>
      </span>
    </>
  );
}
