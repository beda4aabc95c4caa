export * from './contract';
export { allConnectors, type AnyConnector } from './all';
// The website chat has its door in our own API, which writes and reads in the connector's terms.
export { chat } from './chat/chat.connector';
export { openingAt } from './chat/chat.hours';
export { frameAncestors, originAllowed } from './chat/chat.origins';
export { chatContentType, chatDeliveryId, chatMessageId, type ChatPayload, type ChatVisitor } from './chat/chat.payloads';
export type { ChatSettings } from './chat/chat.settings';
