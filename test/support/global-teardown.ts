/** Ends what global-setup.ts started. A run that dies before this point takes its PostgreSQL along through guard.mjs. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.kontuarTestCluster?.stop();
}
