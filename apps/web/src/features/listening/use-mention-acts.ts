import { useNavigate } from '@tanstack/react-router';
import type { BrandMention, Cared } from '@kontuar/contract';
import { useCan, useMe } from '../../app/me';
import { useStrings } from '../../i18n';
import { listeningStrings } from './listening.strings';
import { useActOn } from './queries';

type Act = (of: BrandMention) => void;
/** What this member may do with a mention; what they may not is not there. */
export interface MentionActs { relevant?: Act; junk?: Act; assign?: Act; mute?: Act; answer?: Act; asCase?: Act; like?: Act; hide?: Act; mood?: (of: BrandMention, label: 'negative' | 'neutral' | 'positive') => void }
export const may = (acts: MentionActs, id: keyof MentionActs): boolean => acts[id] !== undefined;

export function useMentionActs(): MentionActs {
  const t = useStrings(listeningStrings);
  const navigate = useNavigate();
  const { mutate } = useActOn();
  const { member } = useMe();
  const [judges, starts, actsOnMessages] = [useCan('listening.judge'), useCan('conversation.start'), useCan('message.act')];
  const post = (of: BrandMention, what: string, body: object = {}, more: { said?: string; done?: (answer: unknown) => void } = {}) => mutate({ path: `/listening/mentions/${of.id}/${what}`, body, ...more });
  const judge = (judgement: 'relevant' | 'junk'): Act => (of) => post(of, 'judge', { judgement: of.judgement === judgement ? null : judgement }, { said: t('judged') });
  const care = (isCase: boolean): Act => (of) => post(of, 'care', { case: isCase }, { done: (answer) => void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId: (answer as Cared).conversationId } }) }); // the path says which answer
  const onNetwork = (kind: 'like' | 'hide'): Act => ({ messageId }) => { if (messageId !== null) mutate({ path: `/messages/${messageId}/acts`, body: { kind }, said: t('asked') }); };
  return {
    ...(judges ? {
      relevant: judge('relevant'), junk: judge('junk'), assign: (of) => post(of, 'assign', { memberId: of.assigneeId === null ? member.id : null }), mute: (of) => post(of, 'mute', {}, { said: t('muted', { author: of.post.authorName || of.post.author }) }),
      mood: (of, mood) => post(of, 'mood', { mood }),
    } : {}),
    ...(starts ? { answer: care(false), asCase: care(true) } : {}), ...(actsOnMessages ? { like: onNetwork('like'), hide: onNetwork('hide') } : {}),
  };
}
