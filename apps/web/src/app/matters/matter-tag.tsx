import './matters.css';
import { clsx } from 'clsx';
import type { ConversationView } from '@kontuar/contract';
import { useStrings, type KeyOf } from '../../i18n';
import { VisuallyHidden } from '../../ui';
import { useMatterName, useOpensCase } from './matters';
import { matterWords } from './matters.strings';

type About = Pick<ConversationView, 'matter' | 'matterBy' | 'matterConfidence'>;

/** How sure a guess is, in a word: nobody reads "0.83" aloud. */
export function sureWord(confidence: number | null): KeyOf<typeof matterWords.en> {
  return confidence === null || confidence < 0.65 ? 'sureLittle' : confidence < 0.85 ? 'sureQuite' : 'sureVery';
}

/** What a conversation is about, inside of a tag. A guess ends in a question mark, and says to who listens that it is one. */
export function MatterText({ matter, matterBy, matterConfidence }: About) {
  const t = useStrings(matterWords);
  const named = useMatterName();
  if (matter === null) return <>{t(matterBy === 'guess' ? 'unsure' : 'noMatter')}</>;
  if (matterBy !== 'guess') return <>{named(matter)}</>;
  return <>{named(matter)}<span aria-hidden="true">?</span><VisuallyHidden>: {t('guess', { sure: t(sureWord(matterConfidence)) })}</VisuallyHidden></>;
}

/** The look of its tag: what a case is made of stands out once somebody said so; a guess is only outlined. */
export function useMatterLook({ matter, matterBy }: About): { className: string; 'data-t'?: 'waiting' } {
  const opens = useOpensCase(matter);
  const guess = matterBy === 'guess';
  return { className: clsx('tag', guess && 'm-guess'), ...(opens && !guess ? { 'data-t': 'waiting' as const } : {}) };
}

export function MatterTag({ conversation }: { conversation: ConversationView }) {
  const look = useMatterLook(conversation);
  return <span {...look}><MatterText {...conversation} /></span>;
}
