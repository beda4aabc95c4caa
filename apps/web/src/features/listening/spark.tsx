/** A line without numbers beside a number: how it went. */
export function Spark({ of, hot = false }: { of: readonly number[]; hot?: boolean }) {
  const top = Math.max(1, ...of);
  const points = of.map((value, at) => `${((at / Math.max(1, of.length - 1)) * 48).toFixed(1)} ${(15 - (value / top) * 13).toFixed(1)}`);
  return <svg className="hear-spk" data-hot={hot || undefined} viewBox="0 0 48 16" aria-hidden="true"><path d={`M${points.join('L')}`} /></svg>;
}
