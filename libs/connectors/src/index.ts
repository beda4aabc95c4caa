export * from './contract';
export { allConnectors, type AnyConnector } from './all';
