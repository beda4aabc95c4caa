export { MentionsList } from './mentions-list';
