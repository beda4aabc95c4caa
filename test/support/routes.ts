import type { INestApplication } from '@nestjs/common';
import { routesOf, type Route } from '../../apps/api/src/openapi/routes';

const known = new WeakMap<INestApplication, { route: Route; pattern: RegExp }[]>();

/** The route of the running app that answers this call; fixed words win over parameters. */
export function findRoute(app: INestApplication, method: string, path: string): Route | undefined {
  let routes = known.get(app);
  if (routes === undefined) {
    const parameters = (route: Route) => route.path.split(':').length;
    routes = routesOf(app)
      .sort((a, b) => parameters(a) - parameters(b))
      .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`) }));
    known.set(app, routes);
  }
  return routes.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route;
}
