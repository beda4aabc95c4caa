/** What a signature may say of who writes. */
export interface SignatureFacts { agent: string; workspace: string; channel: string }

/** The names that may stand between `{{` and `}}`; the settings screen offers the same. */
const values: Record<string, (facts: SignatureFacts) => string> = {
  'agent.name': ({ agent }) => agent,
  'agent.firstName': ({ agent }) => agent.trim().split(/\s+/)[0] ?? '',
  'workspace.name': ({ workspace }) => workspace,
  'channel.name': ({ channel }) => channel,
};

/** Fills in sanitised HTML; what it does not know is left out, for a customer shall never read braces. */
export function fillSignature(html: string, facts: SignatureFacts): string {
  return html.replace(/\{\{\s*([\w.]{1,40})\s*\}\}/g, (_, name: string) => escape(values[name]?.(facts) ?? ''));
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
