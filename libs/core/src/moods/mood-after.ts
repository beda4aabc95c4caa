import type { ConversationMood, MoodView } from '@kontuar/contract';

/**
 * The mood of a conversation after a further message of its customer. Who is upset stays so through a bare "number 123" until somebody answers; a message
 * that tells nothing changes nothing.
 */
export function moodAfter(before: ConversationMood | null, message: Pick<MoodView, 'label' | 'score' | 'confidence'>, answeredSince: boolean): ConversationMood | null {
  if (message.label === 'unsure') return before;
  if (message.label === 'neutral' && before?.label === 'negative' && !answeredSince) return before;
  return { label: message.label, score: message.score, confidence: message.confidence };
}
