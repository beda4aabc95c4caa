export { ActsHost } from './acts-host';
