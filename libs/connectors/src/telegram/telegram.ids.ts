/**
 * How chats and messages are written down; stored for ever, so the forms never change.
 * Thread: `<chat>`, `<chat>:<topic>` or `<chat>@<business connection>`. Message: `<chat>:<message>` or `<business connection>:<chat>:<message>`.
 */
export interface ThreadAddress { chatId: number | string; topicId?: number | string | undefined; connection?: string | undefined }
export interface MessageAddress { chatId: number | string; messageId: number | string; connection?: string | undefined }

export function formatThread({ chatId, topicId, connection }: ThreadAddress): string {
  if (connection !== undefined) return `${chatId}@${connection}`;
  return topicId === undefined ? `${chatId}` : `${chatId}:${topicId}`;
}

export function parseThread(key: string): { chatId: string; topicId?: number; connection?: string } | undefined {
  const found = /^(-?\d{1,16})(?::(\d{1,10})|@([\w-]{1,128}))?$/.exec(key);
  if (!found?.[1]) return undefined;
  return {
    chatId: found[1],
    ...(found[2] === undefined ? {} : { topicId: Number(found[2]) }),
    ...(found[3] === undefined ? {} : { connection: found[3] }),
  };
}

/** A message's number is unique within its chat only; business chats count apart from the bot's own. */
export function messageIdOf({ chatId, messageId, connection }: MessageAddress): string {
  return connection === undefined ? `${chatId}:${messageId}` : `${connection}:${chatId}:${messageId}`;
}

export function parseMessageId(externalId: string): { chatId: string; messageId: number; connection?: string } | undefined {
  const found = /^(?:([\w-]{1,128}):)?(-?\d{1,16}):(\d{1,10})$/.exec(externalId);
  if (!found?.[2] || !found[3]) return undefined;
  return { chatId: found[2], messageId: Number(found[3]), ...(found[1] === undefined ? {} : { connection: found[1] }) };
}
