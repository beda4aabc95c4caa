export * from './contract';
export { allConnectors } from './all';
