import { controllers } from '../faces';
import { documentOf, type OpenApi } from './document';
import { routesOfControllers } from './routes';

/** For scripts/generate.mjs: the document without a running server. */
export const openApiDocument = (): OpenApi => documentOf(routesOfControllers(controllers));
