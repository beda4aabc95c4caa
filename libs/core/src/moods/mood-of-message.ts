import type { MoodView } from '@kontuar/contract';
import { moodOf, type Learnt } from '@kontuar/language';

/** As it is kept with a message of a customer. */
export function readMood(message: { text: string; rating?: { stars: number; of: number } | null }, learnt?: Learnt): { mood: MoodView; language: string | null } {
  const { language, ...mood } = moodOf(message.text, { learnt, stars: message.rating });
  return { mood: { ...mood, correctedBy: null }, language };
}
