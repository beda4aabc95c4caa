export { SearchScreen } from '../../features/search';
