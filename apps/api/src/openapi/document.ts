import { problem } from '@kontuar/contract';
import type { Route } from './routes';
import { SchemaShelf, type JsonSchema } from './schemas';

/** What outsiders may build on; pages and files are for browsers. */
const publicFace = /^\/(api\/v1|widget\/v1|hooks|health)(\/|$)/;

const about = `Everything that the screens do, for programs. Sign in for a session cookie, or send an API token as a bearer. Errors are problem
documents (RFC 9457) with a stable \`code\`. Lists answer \`{ items, nextCursor }\` and page by key. A POST with an \`Idempotency-Key\`
may be repeated safely for a day.`;

export interface OpenApi {
  openapi: string;
  info: object;
  servers: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, object>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object; responses: object };
}

/** The document of these routes, from the same schemas that parse and type them. */
export function documentOf(routes: readonly Route[]): OpenApi {
  const shelf = new SchemaShelf();
  const faces = routes.filter((route) => publicFace.test(route.path));
  const problemSchema = shelf.output(problem);
  const paths: OpenApi['paths'] = {};
  for (const route of faces) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, shelf);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kontuar', version: '1', description: about.replaceAll('\n', ' '), license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    servers: [{ url: '/' }],
    tags: [...new Set(faces.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(shelf.schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'kontuar' }, token: { type: 'http', scheme: 'bearer' } },
      responses: { Problem: { description: 'It was refused; `code` says why.', content: { 'application/problem+json': { schema: problemSchema } } } },
    },
  };
}

const tagOf = (route: Route): string => route.controller.replace(/Controller$/, '');

function operation(route: Route, shelf: SchemaShelf): object {
  const { policy, inputs } = route;
  const open = policy === undefined || 'public' in policy;
  return {
    operationId: `${tagOf(route)}.${route.handler}`,
    tags: [tagOf(route)],
    description: open ? `Open to all: ${policy === undefined ? '' : (policy as { public: string }).public}.` : `Needs the right \`${policy.verb}\`.`,
    security: open ? [] : [{ session: [] }, { token: [] }],
    parameters: [...pathParameters(route), ...(inputs.query === undefined ? [] : queryParameters(shelf.input(inputs.query), shelf)), ...headers(route, open)],
    ...(inputs.body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: shelf.input(inputs.body) } } } }),
    responses: { ...answer(route, shelf), default: { $ref: '#/components/responses/Problem' } },
  };
}

const pathParameters = (route: Route): object[] =>
  [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name, in: 'path', required: true, schema: route.inputs.ids?.[name as string] === undefined ? { type: 'string' } : { type: 'string', format: 'uuid' },
  }));

function queryParameters(schema: JsonSchema, shelf: SchemaShelf): object[] {
  const target = typeof schema['$ref'] === 'string' ? (shelf.schemas[schema['$ref'].replace('#/components/schemas/', '')] ?? {}) : schema;
  const required = (target['required'] as string[] | undefined) ?? [];
  return Object.entries((target['properties'] as Record<string, JsonSchema> | undefined) ?? {}).map(([name, property]) => ({ name, in: 'query', required: required.includes(name), schema: property }));
}

const headers = (route: Route, open: boolean): object[] =>
  route.method === 'POST' && !open && route.inputs.body !== undefined ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }] : [];

function answer(route: Route, shelf: SchemaShelf): object {
  if (route.answer === undefined) return { 200: { description: 'As it is.' } };
  const { status, schema } = route.answer;
  if (schema === undefined) return { [status]: { description: 'Done.' } };
  return { [status]: { description: 'Done.', content: { 'application/json': { schema: shelf.output(schema) } } } };
}
