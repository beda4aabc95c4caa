/** Said on the first line of a reply, it makes an answer to the customer of what follows. Both languages everywhere: people work together. */
const commands = /^\s*\/(?:customer|klient)\s*[:.]?[ \t]*(?:\r?\n|$)/iu;

/** A reply by mail is a note for the team, unless it says that the customer shall have it: nobody sends to a customer by mistake. */
export function readReply(text: string): { to: 'team' | 'customer'; text: string } {
  const match = commands.exec(text);
  return match === null ? { to: 'team', text: text.trim() } : { to: 'customer', text: text.slice(match[0].length).trim() };
}
