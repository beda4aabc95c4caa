import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { cachedConversation } from '../../app/acts/cached';
import { actHistory } from '../../app/acts/history';
import { assign, reopen, resolve, takeNext } from '../../app/acts/perform';
import { idsOf, target } from '../../app/acts/target';
import { command, onCommand, type Commands } from '../../app/commands';
import { runShortcut, useShortcut } from '../../app/keys';
import { lazily } from '../../app/lazily';
import { useCan, useMe } from '../../app/me';
import { useShownView } from '../../app/views/queries';
import { treeOf, type Narrowing } from '../../app/views/tree';
import { translate } from '../../i18n';
import { undoLast } from '../../ui';
import { AssignDialog } from './assign-dialog';
import { LabelsDialog, MatterDialog, PriorityDialog } from './choice-dialogs';
import { dialogStrings } from './dialogs.strings';
import { SnoozeDialog } from './snooze-dialog';
import './acts.css';

const MergeDialog = lazily(() => import('./merge-dialog').then((part) => part.MergeDialog));
const FieldDialog = lazily(() => import('./field-dialog').then((part) => part.FieldDialog));
const LeadDialog = lazily(() => import('./lead-dialog').then((part) => part.LeadDialog));
const MoveDialog = lazily(() => import('./move-dialogs').then((part) => part.MoveDialog));
const LinkDialog = lazily(() => import('./move-dialogs').then((part) => part.LinkDialog));

type Asking = 'assign' | 'hand-over' | 'snooze' | 'follow-up' | 'promise' | 'label' | 'matter' | 'lead' | 'priority' | 'field' | 'merge' | 'relate';

export interface ActsHostProps {
  followUp: (about: { ids: readonly string[]; onClose: () => void }) => ReactNode;
  promise: (about: { ids: readonly string[]; onClose: () => void }) => ReactNode;
  lesson: (about: { of: Commands['lesson']; onClose: () => void }) => ReactNode;
}

/** Answers the keys of acts on every screen, and asks what an act still needs to know. Mounted once. */
export function ActsHost({ followUp, lesson, promise }: ActsHostProps) {
  const me = useMe();
  const navigate = useNavigate();
  const view = useParams({ strict: false, select: (params: { view?: string }) => params.view });
  // Looked up when it matters: nothing here is drawn anew because another conversation was opened.
  const router = useRouter();
  const search = useSearch({ strict: false }) as Narrowing & { saved?: string; where?: string };
  const shown = useShownView(search);
  const mayAssign = useCan('conversation.assign');
  const mayTriage = useCan('conversation.triage');
  const mayReply = useCan('conversation.reply');
  // What it is about is settled when the key is pressed; the dialog takes the focus away from the row.
  const [asking, setAsking] = useState<{ what: Asking; ids: readonly string[] } | null>(null);
  const close = () => setAsking(null);

  const on = (allowed: boolean, act: (ids: readonly string[]) => void) => () => {
    const ids = idsOf(target.get());
    if (!allowed || ids.length === 0) return false;
    act(ids);
    return true;
  };
  const ask = (what: Asking, allowed: boolean) => on(allowed, (ids) => setAsking({ what, ids }));
  useShortcut('assign', ask('assign', mayAssign));
  useShortcut('hand-over', ask('hand-over', mayAssign));
  useShortcut('snooze', ask('snooze', mayTriage));
  useShortcut('follow-up', ask('follow-up', mayReply));
  useShortcut('promise', ask('promise', mayReply));
  useShortcut('label', ask('label', mayTriage));
  useShortcut('matter', ask('matter', mayTriage));
  useShortcut('lead', ask('lead', useCan('lead.edit')));
  useShortcut('priority', ask('priority', mayTriage));
  useShortcut('fill-field', ask('field', mayTriage));
  useShortcut('merge', ask('merge', mayTriage));
  useShortcut('relate', ask('relate', mayTriage));
  const mayLearn = useCan('lesson.write');
  const [learning, setLearning] = useState<Commands['lesson'] | null>(null);
  useEffect(() => onCommand('lesson', setLearning), []);
  useShortcut('lesson', on(mayLearn, ([id = '']) => setLearning({ conversationId: id })));
  const [moving, setMoving] = useState<{ conversationId: string; messageIds: readonly string[] } | null>(null);
  useEffect(() => onCommand('move-messages', setMoving), []);
  useShortcut('assign-me', on(mayAssign, (ids) => void assign(ids, { assigneeId: me.member.id, who: me.user.name })));
  useShortcut('unassign', on(mayAssign, (ids) => void assign(ids, { assigneeId: null, who: translate(dialogStrings, 'nobody') })));
  useShortcut('resolve', on(mayTriage, (ids) => {
    const allResolved = ids.every((id) => cachedConversation(id)?.state === 'resolved');
    void (allResolved ? reopen(ids) : resolve(ids));
  }));
  const { team, channel } = search;
  // The next one comes from what is shown, as long as somebody waits there.
  const within = shown.tree ?? (team === undefined && channel === undefined ? undefined : treeOf('unassigned', { ...(team === undefined ? {} : { team }), ...(channel === undefined ? {} : { channel }) }));
  const go = (conversationId: string) => void navigate({ to: '/inbox/$view/$conversationId', params: { view: view === 'unassigned' ? 'mine' : (view ?? 'mine'), conversationId }, search: within === undefined ? {} : search });
  const onward = async (after: string) => {
    const next = mayAssign ? await takeNext({ own: true, except: after, ...(shown.tree === undefined ? {} : { filter: shown.tree }) }, { quiet: true }) : null;
    // Who opened something by hand meanwhile stays there; what was taken is in their list.
    if ((router.state.matches.at(-1)?.params as { conversationId?: string } | undefined)?.conversationId !== after) return;
    // Nobody waits: then simply the next row.
    if (next === null) runShortcut('next');
    else go(next.id);
  };
  const latestOnward = useRef(onward);
  latestOnward.current = onward;
  useEffect(() => onCommand('onward', ({ after }) => void latestOnward.current(after)), []);
  useShortcut('take-next', () => {
    if (!mayAssign) return false;
    void takeNext(within === undefined ? {} : { filter: within }).then((conversation) => conversation && go(conversation.id));
    return true;
  });
  useShortcut('undo', () => {
    if (undoLast()) return true;
    // The toast has gone: what is older is chosen by name.
    if (actHistory.list().length === 0) return false;
    command('palette', { query: translate(dialogStrings, 'undoQuery') });
    return true;
  });

  if (moving !== null) return <MoveDialog {...moving} onClose={() => setMoving(null)} />;
  if (learning !== null) return lesson({ of: learning, onClose: () => setLearning(null) });
  if (asking === null) return null;
  const props = { ids: asking.ids, onClose: close };
  switch (asking.what) {
    case 'assign': return <AssignDialog {...props} withNote={false} />;
    case 'hand-over': return <AssignDialog {...props} withNote />;
    case 'snooze': return <SnoozeDialog {...props} />;
    case 'follow-up': return followUp(props);
    case 'promise': return promise(props);
    case 'label': return <LabelsDialog {...props} />;
    case 'matter': return <MatterDialog {...props} />;
    case 'lead': return <LeadDialog {...props} />;
    case 'priority': return <PriorityDialog {...props} />;
    case 'field': return <FieldDialog {...props} />;
    case 'merge': return <MergeDialog {...props} />;
    case 'relate': return <LinkDialog id={asking.ids[0] ?? ''} onClose={close} />;
    default: asking.what satisfies never; return null;
  }
}
