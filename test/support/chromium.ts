import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The same engine without windows, which does with less. */
const shell = '/usr/bin/chromium-headless-shell';
const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The machine's own Chromium; CHROMIUM_PATH names another. `whole`: for what the shell has not, such as notifications of the system. */
export async function openChromium({ whole = false }: { whole?: boolean } = {}): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? [...(whole ? [] : [shell]), ...usual].find((path) => existsSync(path));
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] });
}
