import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { controllers, gateways } from '../../apps/api/src/faces';
import { socketPolicy } from '../../apps/api/src/live/socket-policy';
import { routesOfControllers } from '../../apps/api/src/openapi/routes';

/** As Nest numbers the kinds of parameters. */
const [BODY, QUERY] = [3, 4];

const routes = routesOfControllers(controllers);
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const api = routes.filter((route) => route.path.startsWith('/api/v1/'));

function takes(route: (typeof routes)[number], kind: number): boolean {
  const controller = controllers.find((each) => each.name === route.controller) as object;
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, route.handler) ?? {}) as Record<string, unknown>;
  return Object.keys(parameters).some((key) => key.startsWith(`${kind}:`));
}

it('finds the routes', () => {
  expect(routes.length).toBeGreaterThan(80);
});

it('states who may call each route, and why where nobody signs in', () => {
  expect(routes.filter((route) => route.policy === undefined).map(nameOf)).toEqual([]);
  expect(routes.filter((route) => route.policy !== undefined && 'public' in route.policy && route.policy.public.length < 15).map(nameOf)).toEqual([]);
});

it('parses every body and every query by a schema', () => {
  expect(routes.filter((route) => takes(route, BODY) && route.inputs.body === undefined).map(nameOf)).toEqual([]);
  expect(api.filter((route) => takes(route, QUERY) && route.inputs.query === undefined).map(nameOf)).toEqual([]);
});

it('names what every route of the API answers, but for pictures, pages elsewhere, files that are made for whoever asks, a page that closes itself and the description itself', () => {
  const silent = api.filter((route) => route.answer === undefined).map(nameOf);
  expect(silent).toEqual(['GET /api/v1/openapi.json', 'GET /api/v1/members/:id/avatar', 'GET /api/v1/connectors/:id/icon', 'GET /api/v1/channel-consents/callback', 'GET /api/v1/contacts/:id/context/:sourceId/open', 'GET /api/v1/imports/:id/report', 'GET /api/v1/exports/:id/file', 'GET /api/v1/contacts/:id/avatar', 'GET /api/v1/messages/:id/picture', 'GET /api/v1/listening/insight/file', 'GET /api/v1/listening/mentions/:id/preview/picture', 'GET /api/v1/cases/export', 'POST /api/v1/cases/:id/letters/preview', 'GET /api/v1/leads/export', 'GET /api/v1/privacy/erasures/replay-list', 'POST /api/v1/privacy/erasures/:id/letter/preview', 'GET /api/v1/privacy/exports/:id/file', 'GET /api/v1/reports/file', 'GET /api/v1/crises/:id/file']);
});

it('reads every id in a path as one, so that a made-up id is a 404 like a foreign one', () => {
  const loose = api.filter((route) => [...route.path.matchAll(/:(\w+)/g)].some(([, name]) => name !== 'locale' && name !== 'number' && name !== 'measure' && route.inputs.ids?.[name as string] === undefined)).map(nameOf);
  // Keys and tokens are none, nor are a language, the number of a version and what a report counts.
  expect(loose).toEqual(['GET /api/v1/invitations/by-token/:token', 'POST /api/v1/invitations/by-token/:token/accept', 'GET /api/v1/connectors/:id/icon', 'PATCH /api/v1/matters/:key', 'PATCH /api/v1/privacy/purposes/:key']);
});

it('has a policy for every socket event that a gateway hears', () => {
  const events = gateways.flatMap((gateway) => {
    const prototype = (gateway as { prototype?: Record<string, unknown> }).prototype ?? {};
    return Object.getOwnPropertyNames(prototype)
      .map((name) => (typeof prototype[name] === 'function' ? (Reflect.getMetadata('message', prototype[name]) as string | undefined) : undefined))
      .filter((event) => event !== undefined);
  });
  expect(events.sort()).toEqual(Object.keys(socketPolicy).sort());
});
