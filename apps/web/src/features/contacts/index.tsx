export { ContactDialogs } from './contact-dialogs';
