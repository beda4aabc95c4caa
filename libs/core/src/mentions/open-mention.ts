/** Work that is left, for WHERE clauses over `note_mentions`. */
export const openMention = (n: string): string => `(${n}.done_at IS NULL AND coalesce(${n}.snoozed_until, '-infinity') <= now())`;
