export interface Weighed { reach: number | null; engagement: number; mood: { label: string; confidence: number } | null; copies: number }
export interface Impact { score: number; parts: { reach: number; engagement: number; mood: number; copies: number } }

const upTo = (most: number, share: number): number => Math.round(most * Math.min(1, Math.max(0, share)) * 10) / 10;

/**
 * How much a post matters, of 100, by what anybody can look up: 50 for reach (a million is full), 25 for reactions (100 000), 15 for being
 * displeased as surely as it reads, 10 for being passed on (31 times). Orders of magnitude count, so that one big account does not hide the rest.
 */
export function impactOf({ reach, engagement, mood, copies }: Weighed): Impact {
  const parts = {
    reach: upTo(50, Math.log10(1 + (reach ?? 0)) / 6),
    engagement: upTo(25, Math.log10(1 + engagement) / 5),
    mood: upTo(15, mood?.label === 'negative' ? mood.confidence : 0),
    copies: upTo(10, Math.log2(1 + copies) / 5),
  };
  return { score: Math.round(parts.reach + parts.engagement + parts.mood + parts.copies), parts };
}
