import { useMutation, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import type { MessageView, MoodInput, Posted } from '@kontuar/contract';
import { takeConversation } from '../../app/acts/cached';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { mergeMessage, type MessagePages } from '../../app/message-pages';
import { MoodFace, percentWords } from '../../app/mood/mood-face';
import { moodStrings } from '../../app/mood/mood.strings';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatList, useLocale, useStrings } from '../../i18n';
import { Popover, useToast } from '../../ui';
import './message-mood.css';

const choices = [{ label: 'negative', name: 'upset' }, { label: 'neutral', name: 'neither' }, { label: 'positive', name: 'pleased' }] as const;
const speaks = (message: MessageView): boolean => message.mood?.label === 'negative' || message.mood?.label === 'positive';

/** Worth a line of its own below a bubble that is not the last of its run. */
export const hasStrongMood = (message: MessageView): boolean => message.direction === 'in' && message.deletedAt === null && speaks(message);

/** How the customer felt: a face with words, and behind it why we think so and the way to correct it. Neutral ones show on hover and focus. */
export function MessageMood({ message }: { message: MessageView }) {
  const t = useStrings(moodStrings);
  const words = useMoodWords(message);
  const may = useCan('conversation.triage');
  if (message.kind !== 'message' || message.direction !== 'in' || message.deletedAt !== null || message.automatic !== null) return null;
  const label = message.mood?.label ?? 'unsure';
  const shown = <><MoodFace label={label} size={12} />{speaks(message) && <span>{t(label)}</span>}</>;
  if (!may && message.mood === null) return null;
  return (
    <Popover label={t('title')} side="top" className="mood-pop" trigger={<button type="button" className={clsx('mood', !speaks(message) && 'quiet')} aria-label={`${t('mood')}: ${words}`} title={`${t('mood')}: ${words}`}>{shown}</button>}>
      <MoodDetail message={message} words={words} may={may} />
    </Popover>
  );
}

/** "Upset, 92 % sure", or who said so. */
function useMoodWords({ mood }: MessageView): string {
  const t = useStrings(moodStrings);
  const locale = useLocale();
  const members = useMembers();
  if (mood === null || mood.label === 'unsure') return t('unsure');
  if (mood.correctedBy === null) return t('sure', { mood: t(mood.label), percent: percentWords(locale, mood.confidence) });
  const by = members.find(({ id }) => id === mood.correctedBy);
  return by === undefined ? t('saidBySomebody', { mood: t(mood.label) }) : t('said', { mood: t(mood.label), name: by.name });
}

function MoodDetail({ message, words, may }: { message: MessageView; words: string; may: boolean }) {
  const t = useStrings(moodStrings);
  const locale = useLocale();
  const correct = useCorrection(message);
  const { mood } = message;
  return (
    <div className="mood-d">
      <p className="mood-w"><b>{words}</b></p>
      {mood?.correctedBy == null && <p className="mut">{mood === null ? t('unread') : mood.words.length === 0 ? t('noReason') : t('because', { words: formatList(locale, mood.words.map((word) => `“${word}”`)) })}</p>}
      {may && (
        <div className="mood-c" role="group" aria-label={t('title')}>
          {choices.map(({ label, name }) => <button key={label} type="button" className="btn sm" aria-pressed={mood?.label === label} onClick={() => correct(label)}><MoodFace label={label} /> {t(name)}</button>)}
        </div>
      )}
      {may && <p className="help">{t('teaches')}</p>}
    </div>
  );
}

function useCorrection(message: MessageView): (label: MoodInput['label']) => void {
  const client = useQueryClient();
  const toast = useToast();
  const t = useStrings(moodStrings);
  const { mutate } = useMutation({
    mutationFn: (label: MoodInput['label']) => request<Posted>('PUT', `/messages/${message.id}/mood`, { label } satisfies MoodInput),
    onSuccess: (answer) => {
      client.setQueryData<MessagePages>(queryKeys.messages(message.conversationId), (pages) => {
        if (pages === undefined) return pages;
        const merged = mergeMessage(pages, answer.message);
        return merged.outcome === 'merged' ? merged.pages : pages;
      });
      takeConversation(answer.conversation);
      toast({ text: t('thanks') });
    },
    onError: (error) => toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (label) => mutate(label);
}
