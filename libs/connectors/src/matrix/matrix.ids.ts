/** Beside the transaction, which only the device that sent it is told of: so that every session knows our own messages. */
export const ownIdField = 'io.kontuar.message_id';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `part` 1 and on: the files that follow the text. */
export function transactionId(messageId: string, part: number): string {
  return part === 0 ? messageId : `${messageId}-${part}`;
}

/** Our own id of the message, of its first part. */
export function messageIdIn(content: Record<string, unknown>, transaction: string | undefined): string | undefined {
  const told = content[ownIdField] ?? transaction;
  return typeof told === 'string' && uuid.test(told) ? told : undefined;
}
