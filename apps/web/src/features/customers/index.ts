export { CustomersScreen } from './customers-screen';
