/** More people than usually belong into one letter to a customer. */
const MANY = 10;

const unread = /^(no[-._]?reply|do[-._]?not[-._]?reply|nie[-._]?odpowiada[jc]\w*|bez[-._]?odpowiedzi|mailer[-._]?daemon|bounces?)([-+._@]|\d|$)/i;
const unreadAnywhere = /[-+._](no[-._]?reply|donotreply)@/i;

export type RecipientTrouble = { kind: 'no-reply'; address: string } | { kind: 'many'; count: number };

/** Whom it would go to: addresses that nobody reads, and more people than one means to write to. */
export function recipientTrouble(to: string, cc: readonly string[]): RecipientTrouble | null {
  const address = [to, ...cc].find((one) => unread.test(one) || unreadAnywhere.test(one));
  if (address !== undefined) return { kind: 'no-reply', address };
  const count = new Set(cc.map((one) => one.toLowerCase())).size + 1;
  return count > MANY ? { kind: 'many', count } : null;
}
