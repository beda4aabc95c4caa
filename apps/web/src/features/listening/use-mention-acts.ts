import { useNavigate } from '@tanstack/react-router';
import type { BrandMention, Cared, ChannelSummary, MutedAuthors } from '@kontuar/contract';
import { channelsQuery } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { useShared } from '../../app/shared-query';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { listeningStrings } from './listening.strings';
import { useActOn, type Asked } from './queries';

type Act = (of: BrandMention) => void;
/** What this member may do with a mention; what they may not is not there. */
export interface MentionActs { relevant?: Act; junk?: Act; assign?: Act; mute?: Act; answer?: Act; asCase?: Act; like?: Act; hide?: Act; mood?: (of: BrandMention, label: 'negative' | 'neutral' | 'positive') => void }
export const may = (acts: MentionActs, id: keyof MentionActs): boolean => acts[id] !== undefined;

const none: readonly ChannelSummary[] = [];
const oppositeOf = { like: 'unlike', unlike: 'like', hide: 'unhide', unhide: 'hide' } as const;

/** How it stands on the network, or will once it has answered: what is asked for now can be taken back. */
export function willStand({ onNetwork }: Pick<BrandMention, 'onNetwork'>): { hidden: boolean; liked: boolean } {
  const { pending = null, hidden = false, liked = false } = onNetwork ?? {};
  return { hidden: pending === 'hide' || (hidden && pending !== 'unhide'), liked: pending === 'like' || (liked && pending !== 'unlike') };
}

export function useMentionActs(): MentionActs {
  const t = useStrings(listeningStrings);
  const navigate = useNavigate();
  const { mutate } = useActOn();
  const toast = useToast();
  const { member } = useMe();
  const channels = useShared(channelsQuery, (known) => known ?? none);
  /** What is asked for on a paused channel leaves later. */
  const isPaused = (channelId: string | undefined): boolean => channels.some(({ id, state }) => id === channelId && state === 'paused');
  const [judges, starts, actsOnMessages] = [useCan('listening.judge'), useCan('conversation.start'), useCan('message.act')];
  const post = (of: BrandMention, what: string, body: object = {}, more: Pick<Asked, 'said' | 'done' | 'undo'> = {}) => mutate({ path: `/listening/mentions/${of.id}/${what}`, body, ...more });
  const judge = (judgement: 'relevant' | 'junk'): Act => (of) => post(of, 'judge', { judgement: of.judgement === judgement ? null : judgement }, { said: t('judged'), undo: () => post(of, 'judge', { judgement: of.judgement }, { said: t('undone') }) });
  const assign: Act = (of) => post(of, 'assign', { memberId: of.assigneeId === null ? member.id : null }, { said: t(of.assigneeId === null ? 'isYours' : 'letGo'), undo: () => post(of, 'assign', { memberId: of.assigneeId }, { said: t('undone') }) });
  // The answer is whom nobody hears now, this author among them.
  const mute: Act = (of) => post(of, 'mute', {}, { said: t('muted', { author: of.post.authorName || of.post.author }), undo: (answer) => {
    const muted = (answer as MutedAuthors).items.find(({ platform, author }) => platform === of.post.platform && author === of.post.author);
    if (muted !== undefined) mutate({ method: 'DELETE', path: `/listening/muted/${muted.id}`, said: t('muteTaken', { author: of.post.authorName || of.post.author }) });
  } });
  const care = (isCase: boolean): Act => (of) => post(of, 'care', { case: isCase }, {
    done: (answer) => {
      const { conversationId, undoToken } = answer as Cared; // the path says which answer
      void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId } });
      // Whoever still looks at what is taken back goes back to where it came from.
      const back = () => { if (location.pathname.endsWith(conversationId)) void navigate({ to: '/listening' }); };
      if (undoToken !== null) toast({ text: t(isCase ? 'openedCase' : 'takenUp'), undo: () => mutate({ path: `/undo/${undoToken}`, said: t('undone'), done: back }) });
    },
  });
  const ask = ({ messageId, onNetwork }: BrandMention, kind: 'like' | 'unlike' | 'hide' | 'unhide', undo?: () => void) => mutate({ path: `/messages/${messageId}/acts`, body: { kind }, said: t(!isPaused(onNetwork?.channelId) ? 'asked' : onNetwork?.pending === oppositeOf[kind] ? 'undone' : 'askedLater'), ...(undo === undefined ? {} : { undo }) });
  const like: Act = (of) => {
    if (of.messageId === null) return;
    const [now, back] = willStand(of).liked ? (['unlike', 'like'] as const) : (['like', 'unlike'] as const);
    ask(of, now, () => ask(of, back));
  };
  // What a rule hid is taken back from the rule, which then leaves the comment alone.
  const hide: Act = (of) => {
    const { messageId, onNetwork } = of;
    if (messageId === null) return;
    if (!willStand(of).hidden) return ask(of, 'hide', () => ask(of, 'unhide'));
    if (onNetwork === null || onNetwork.pending === 'hide') return ask(of, 'unhide', () => ask(of, 'hide'));
    if (onNetwork.rule === null) return ask(of, 'unhide', () => ask(of, 'hide'));
    mutate({ path: '/moderation/hits/decide', body: { ids: [onNetwork.rule.hitId], verdict: 'restore' }, said: t(isPaused(onNetwork.channelId) ? 'askedLater' : 'restored'), undo: () => ask(of, 'hide') });
  };
  return {
    ...(judges ? {
      relevant: judge('relevant'), junk: judge('junk'), assign, mute,
      mood: (of, mood) => post(of, 'mood', { mood }, { said: t('moodSaid'), undo: () => post(of, 'mood', { mood: of.post.mood?.corrected === true && of.post.mood.label !== 'unsure' ? of.post.mood.label : null }, { said: t('undone') }) }),
    } : {}),
    ...(starts ? { answer: care(false), asCase: care(true) } : {}), ...(actsOnMessages ? { like, hide } : {}),
  };
}
