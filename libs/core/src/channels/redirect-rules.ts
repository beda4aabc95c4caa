import type { RedirectRule } from '@kontuar/connectors/contract';

const CALLBACK = '/api/v1/channel-consents/callback';

/** Where a platform leads people back to after its consent screen; it answers with and without the slash. */
export function redirectUrlFor(origin: string, rules: readonly RedirectRule[]): string {
  return `${origin}${CALLBACK}${rules.includes('slash') ? '/' : ''}`;
}

const localNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const bareIp = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/;

/** Which rules of the platform an address breaks: its screen would refuse to lead back there. */
export function brokenRules(address: string, rules: readonly RedirectRule[]): RedirectRule[] {
  const url = new URL(address);
  const local = localNames.has(url.hostname);
  const keeps: Record<RedirectRule, boolean> = {
    https: url.protocol === 'https:',
    'https-or-local': url.protocol === 'https:' || local,
    name: local || !bareIp.test(url.hostname),
    'no-port': url.port === '',
    slash: url.pathname.endsWith('/'),
  };
  return rules.filter((rule) => !keeps[rule]);
}
