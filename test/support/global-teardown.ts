/** Ends what the set-ups started. A run that dies before this point takes its product and its PostgreSQL along through guard.mjs. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.kontuarSharedProduct?.stop();
  globalThis.kontuarSharedProduct = undefined;
  await globalThis.kontuarTestCluster?.stop();
  globalThis.kontuarTestCluster = undefined;
}
