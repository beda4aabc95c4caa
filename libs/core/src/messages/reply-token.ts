import type { Secrets } from '@kontuar/platform';

const PURPOSE = 'reply-token';

/**
 * Proves that we wrote to this address in this conversation: `<conversation id without dashes>.<mac>`. It goes out with an answer and
 * comes back in the reply; an address alone proves nothing.
 */
export function replyToken(secrets: Secrets, conversationId: string, recipient: string): string {
  return `${conversationId.replaceAll('-', '')}.${shortMac(secrets, conversationId, recipient)}`;
}

/** The conversation that the token names and whether its MAC fits the sender; undefined when it is none of ours. */
export function readReplyToken(secrets: Secrets, token: string, sender: string): { conversationId: string; fitsSender: boolean } | undefined {
  const [id, mac] = token.split('.');
  if (id === undefined || mac === undefined || !/^[0-9a-f]{32}$/i.test(id)) return undefined;
  const conversationId = id.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { conversationId, fitsSender: shortMac(secrets, conversationId, sender) === mac.toLowerCase() };
}

/** Case gets lost in mail addresses, so the MAC is hex; 80 bits are beyond guessing over a mail server. */
function shortMac(secrets: Secrets, conversationId: string, recipient: string): string {
  return Buffer.from(secrets.mac(PURPOSE, `${conversationId}:${recipient.toLowerCase()}`), 'base64url').toString('hex').slice(0, 20);
}
