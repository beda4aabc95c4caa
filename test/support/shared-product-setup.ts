import builtProduct from './built-product';
import { type Standalone, startStandalone } from './processes';

declare global {
  var kontuarSharedProduct: Standalone | undefined;
}

/** For the stories in the browser: one product, in which most of them open a house of their own (shared-product.ts). */
export default async function sharedProduct(): Promise<void> {
  await builtProduct();
  if (process.env['KONTUAR_TEST_PRODUCT'] !== undefined) return;
  // What is waited for does not keep Node alive by itself.
  const awake = setInterval(() => undefined, 1000);
  try {
    // Links in letters need its address.
    const product = await startStandalone({ publicly: true, env: { KONTUAR_OWNER_EMAIL: 'first@example.com', KONTUAR_OWNER_PASSWORD: 'the first house stands empty', KONTUAR_WORKSPACE: 'Nobody' } });
    globalThis.kontuarSharedProduct = product;
    process.env['KONTUAR_TEST_PRODUCT'] = product.url;
    process.env['KONTUAR_TEST_PRODUCT_DATABASE'] = product.databaseUrl;
    process.env['KONTUAR_TEST_PRODUCT_DATA'] = product.dataDir;
  } finally {
    clearInterval(awake);
  }
}
