/** Where each row begins, and behind the last one where all end. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) tops.push((top += height));
  return tops;
}

/** Index of the row at this height: the last one that begins at or above it. */
export function rowAt(tops: readonly number[], y: number): number {
  let [low, high] = [0, Math.max(0, tops.length - 2)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How far to scroll so that a row is whole in sight; the same when it is. */
export function scrollFor(tops: readonly number[], index: number, scrollTop: number, height: number): number {
  const [top, bottom] = [tops[index] ?? 0, tops[index + 1] ?? 0];
  if (top < scrollTop) return top;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}
