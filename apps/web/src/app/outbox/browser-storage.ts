export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    // Refused by the browser's settings.
    return null;
  }
}
