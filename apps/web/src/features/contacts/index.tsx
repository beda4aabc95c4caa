export { ContactDialogs } from './contact-dialogs';
export { CustomerPanel } from './customer-panel';
