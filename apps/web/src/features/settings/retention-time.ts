export type Unit = 'days' | 'months' | 'years';
const lengths = { days: 1, months: 30, years: 365 } as const;

/** As somebody would say it: 730 days are two years. */
export function spoken(days: number): { count: number; unit: Unit } {
  const unit = days % lengths.years === 0 ? 'years' : days % lengths.months === 0 ? 'months' : 'days';
  return { count: days / lengths[unit], unit };
}

export const inDays = (count: number, unit: Unit): number => Math.round(count) * lengths[unit];
