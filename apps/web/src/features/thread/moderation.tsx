import { EyeOff, LoaderCircle, ThumbsUp, TriangleAlert } from 'lucide';
import { useState, type ReactNode } from 'react';
import type { ActInput, ChannelSummary, MessageActKind, MessageView } from '@kontuar/contract';
import { failureDetail, failureWords } from '../../app/failure-words';
import { useCan } from '../../app/me';
import { networkName } from '../../app/network-names';
import { problemWords } from '../../app/problem-words';
import { WaitsOrRuns } from '../../app/rests/channel-rests';
import { useStrings } from '../../i18n';
import { Button, Dialog, Icon, useToast } from '../../ui';
import { actsFor } from './acts';
import { publicStrings } from './public.strings';
import { useMessageActs } from './queries';
import { threadStrings } from './thread.strings';

const pendingKeys = { like: 'pendingLike', unlike: 'pendingUnlike', hide: 'pendingHide', unhide: 'pendingUnhide', delete: 'pendingDelete', edit: 'pendingEdit' } as const satisfies Record<MessageActKind, string>;
const failedKeys = { like: 'failedLike', unlike: 'failedUnlike', hide: 'failedHide', unhide: 'failedUnhide', delete: 'failedDelete', edit: 'failedEdit' } as const satisfies Record<MessageActKind, string>;

/** Asks the platform; what it refuses at once is said in a toast, what it refuses later at the message. */
export function useAct(message: MessageView) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const { act } = useMessageActs(message.conversationId);
  // Told also when the menu or the line that asked is gone by then.
  return (kind: ActInput['kind']) => void act.mutateAsync({ message, kind }).catch((error: unknown) => toast({ text: t('actFailed', { reason: problemWords(error) }), tone: 'danger' }));
}

/** In the line under what others said in public: the two acts that are needed often; the rest is in the menu. */
export function RowActs({ message, channel }: { message: MessageView; channel: ChannelSummary | undefined }) {
  const t = useStrings(publicStrings);
  const may = useCan('message.act');
  const { liked = false, pending = null } = message.moderation ?? {};
  const acts = may ? actsFor(message, channel).filter((kind) => kind === 'like' || kind === 'unlike' || kind === 'hide' || kind === 'unhide') : [];
  return (
    <>
      {liked && <span className="liked"><Icon of={ThumbsUp} size={12} />{t('liked')}</span>}
      {pending !== null && <Pending message={message} pending={pending} may={may} />}
      {pending === null && acts.length > 0 && <RowActButtons message={message} acts={acts} />}
    </>
  );
}

const backOf: Partial<Record<MessageActKind, ActInput['kind']>> = { hide: 'unhide', unhide: 'hide', like: 'unlike', unlike: 'like' };

function Pending({ message, pending, may }: { message: MessageView; pending: MessageActKind; may: boolean }) {
  const t = useStrings(publicStrings);
  const act = useAct(message);
  const back = backOf[pending];
  return <WaitsOrRuns channelId={message.channelId} pending={pending} onBack={may && back !== undefined ? () => act(back) : undefined}><span className="acting" role="status"><Icon of={LoaderCircle} size={12} />{t(pendingKeys[pending])}</span></WaitsOrRuns>;
}

/** Apart: few messages have any, and what asks the platform is not free to keep ready. */
function RowActButtons({ message, acts }: { message: MessageView; acts: readonly ('like' | 'unlike' | 'hide' | 'unhide')[] }) {
  const t = useStrings(publicStrings);
  const act = useAct(message);
  return acts.map((kind) => <button key={kind} type="button" className="lnk act" onClick={() => act(kind)}>{t(kind)}</button>);
}

/** The last thing that the platform would not do, in plain words, with the platform's own beside them. */
export function ActFailure({ message, onEdit }: { message: MessageView; onEdit: (text: string) => void }) {
  const failure = message.moderation?.failure ?? null;
  return failure === null || message.moderation?.pending != null ? null : <Refused message={message} failure={failure} onEdit={onEdit} />;
}

function Refused({ message, failure, onEdit }: { message: MessageView; failure: NonNullable<NonNullable<MessageView['moderation']>['failure']>; onEdit: (text: string) => void }) {
  const t = useStrings(publicStrings);
  const may = useCan('message.act');
  const act = useAct(message);
  const { kind } = failure;
  return (
    <p className="act-fail" role="status">
      <Icon of={TriangleAlert} size={14} />
      <span>{t(failedKeys[kind], { reason: failureWords(failure.code) })}{failure.detail !== '' && <span className="mut"> {failureDetail(failure.detail)}</span>}</span>
      {may && <button type="button" className="lnk" onClick={() => (kind === 'edit' ? onEdit(failure.text ?? message.text) : act(kind))}>{t('again')}</button>}
    </p>
  );
}

/** What is hidden on the platform is folded here too; the words stay at hand. */
export function HiddenFold({ network, children }: { network: string; children: ReactNode }) {
  const t = useStrings(publicStrings);
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className="hidden-h" title={t('hiddenWhy')}>
        <Icon of={EyeOff} size={14} />
        <b>{t('hiddenOn', { network })}</b>
        <button type="button" className="lnk" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('foldHidden') : t('showHidden')}</button>
      </p>
      {open && <div className="hidden-b">{children}</div>}
    </>
  );
}

/** Asked once: there is no way back from it. */
export function DeleteDialog({ message, channel, connectorId, onClose }: { message: MessageView; channel: ChannelSummary | undefined; connectorId: string; onClose: () => void }) {
  const t = useStrings(publicStrings);
  const w = useStrings(threadStrings);
  const toast = useToast();
  const act = useAct(message);
  const { remove } = useMessageActs(message.conversationId);
  const ours = message.direction === 'out';
  const confirm = () => {
    onClose();
    if (ours) remove.mutate(message, { onError: (error) => toast({ text: w('removeFailed', { reason: problemWords(error) }), tone: 'danger' }) });
    else act('delete');
  };
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} title={t('deleteTitle')} description={t(ours ? 'deleteOurs' : 'deleteTheirs', { network: networkName(connectorId, channel?.name) })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="danger" onClick={confirm}>{t('deleteConfirm')}</Button></>}
    >
      {message.text !== '' && <blockquote className="del-q">{message.text.length > 280 ? `${message.text.slice(0, 280)}…` : message.text}</blockquote>}
    </Dialog>
  );
}
