export { ConversationList } from './conversation-list';
export { InboxNav } from './nav';
