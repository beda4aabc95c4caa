export function newId(): string {
  // randomUUID exists in secure contexts only; shops on plain http within a company exist too.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
