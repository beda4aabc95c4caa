/** One thing that several scored; null: they said that it does not apply. */
export type Unit = readonly (number | null)[];

const scoresOf = (unit: Unit): number[] => unit.filter((score) => score !== null);
function* pairs<T>(all: readonly T[]): Generator<[T, T]> {
  for (let i = 0; i < all.length; i += 1) for (let j = i + 1; j < all.length; j += 1) yield [all[i] as T, all[j] as T];
}

/**
 * Krippendorff's alpha for distances: 1 - (differences within the units) / (differences that chance would make). 1: all mean the same; 0: as by chance; below: worse.
 * Takes any number of reviewers and holes. Null where nothing can be said: nobody scored beside another, or all scores are one and the same number.
 */
export function alphaOf(units: readonly Unit[]): number | null {
  const compared = units.map(scoresOf).filter((scores) => scores.length > 1);
  const values = compared.flat();
  const n = values.length;
  if (n < 2) return null;
  const within = compared.reduce((sum, scores) => sum + (2 * squares(scores)) / (scores.length - 1), 0) / n;
  const byChance = (2 * squares(values)) / (n * (n - 1));
  return byChance === 0 ? null : 1 - within / byChance;
}

/** The sum of the squared distance of each pair, without walking all pairs: n Σx² − (Σx)². */
function squares(scores: readonly number[]): number {
  const sum = scores.reduce((all, score) => all + score, 0);
  return scores.length * scores.reduce((all, score) => all + score * score, 0) - sum * sum;
}

/** Of all pairs of scores of one unit, the share that is the same, and that is at most one apart. */
export function sameness(units: readonly Unit[]): { same: number | null; nearly: number | null } {
  let [all, same, nearly] = [0, 0, 0];
  for (const unit of units) {
    for (const [one, other] of pairs(scoresOf(unit))) {
      all += 1;
      if (one === other) same += 1;
      if (Math.abs(one - other) <= 1) nearly += 1;
    }
  }
  return all === 0 ? { same: null, nearly: null } : { same: same / all, nearly: nearly / all };
}

/** Highest minus lowest; null where fewer than two scored. */
export function gapOf(unit: Unit): number | null {
  const scores = scoresOf(unit);
  return scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores);
}

/** By weight; what does not apply counts neither way. Null: nothing that counts was scored. */
export function weightedMean(scores: readonly { quality: string; score: number | null }[], qualities: readonly { key: string; weight: number }[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { quality, score } of scores) {
    const weight = qualities.find(({ key }) => key === quality)?.weight ?? 0;
    if (score === null || weight === 0) continue;
    sum += weight * score;
    weights += weight;
  }
  return weights === 0 ? null : Math.round((sum / weights) * 100) / 100;
}
