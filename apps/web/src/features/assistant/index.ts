export { AssistantBar } from './assistant-bar';
