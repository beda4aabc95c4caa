/** Only what differs is sent: two people may change different settings at the same time. */
export function changedParts<T extends object>(before: T, now: T): Partial<T> {
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key as keyof T] !== value)) as Partial<T>;
}

/** The usual choices, and among them the value that holds now even if the API set an unusual one. */
export function withCurrent(choices: readonly number[], current: number): number[] {
  return [...new Set([...choices, current])].sort((a, b) => a - b);
}
