import type { HttpController } from '../shared/http-controller.js';
import { ref, type JsonSchema, type ResponseDoc, type RouteDoc } from '../shared/route.js';
import { requestSchema } from './request-schema.js';

export interface DocumentInfo {
  readonly shopName: string;
  readonly version: string;
  readonly serverUrl: string;
}

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Codes may promise extra members beside these, such as `available`.',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'One sentence that is safe to show' },
    code: { type: 'string', pattern: '^[a-z_]+\\.[a-z0-9_]+$', description: 'Stable: branch on this' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const PATH_PARAMETER = /\{(\w+)\+?\}/g;

const parametersOf = (doc: RouteDoc): JsonSchema[] => {
  const inPath = [...doc.path.matchAll(PATH_PARAMETER)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = doc.query ? requestSchema(doc.query) : {};
  const required = (query['required'] ?? []) as string[];
  const inQuery = Object.entries((query['properties'] ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Whoever repeats the request with it within a day gets the first answer again, with `Idempotent-Replayed: true`',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  };
  return [...inPath, ...inQuery, ...(doc.idempotent === true ? [key] : [])];
};

const formOf = ({ fields, files }: NonNullable<RouteDoc['multipart']>): JsonSchema => {
  const schema = requestSchema(fields);
  const parts = Object.entries(files).map(([name, description]) => [name, { type: 'string', format: 'binary', description }]);
  return { ...schema, properties: { ...(schema['properties'] as object), ...Object.fromEntries(parts) } };
};

const requestBodyOf = ({ body, bodyExample, multipart, raw }: RouteDoc): JsonSchema => {
  if (raw) return { requestBody: { required: true, content: { 'application/json': { schema: {}, example: bodyExample } } } };
  if (!body && !multipart) return {};
  const json = body ? requestSchema(body) : undefined;
  const isRequired = ((json?.['required'] ?? []) as unknown[]).length > 0;
  return {
    requestBody: {
      required: isRequired,
      content: {
        ...(json ? { 'application/json': { schema: json, ...(bodyExample === undefined ? {} : { example: bodyExample }) } } : {}),
        ...(multipart ? { 'multipart/form-data': { schema: formOf(multipart) } } : {}),
      },
    },
  };
};

const responseOf = ({ description, schema, example, contentType = 'application/json', headers }: ResponseDoc): JsonSchema => ({
  description,
  ...(headers
    ? {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]),
        ),
      }
    : {}),
  ...(schema ? { content: { [contentType]: { schema, ...(example === undefined ? {} : { example }) } } } : {}),
});

const replayable = ({ idempotent }: RouteDoc, response: ResponseDoc): ResponseDoc =>
  idempotent === true
    ? { ...response, headers: { ...response.headers, 'Idempotent-Replayed': '`true` when the request was answered before' } }
    : response;

/** The codes any route of this kind may refuse with, by its document alone. */
export const commonProblems = ({ access, body, query, raw, multipart, limit, idempotent }: RouteDoc): string[] => [
  ...(access === 'anyone' ? [] : ['account.not_authenticated']),
  ...(raw ? ['request.too_large'] : []),
  ...(access === 'admin' ? ['account.forbidden'] : []),
  ...(body || multipart ? ['request.malformed', 'request.too_large', 'request.unsupported_media_type'] : []),
  ...(body || multipart || query ? ['request.invalid'] : []),
  ...(limit ? ['request.rate_limited'] : []),
  ...(idempotent === true ? ['idempotency.bad_key', 'idempotency.in_progress', 'idempotency.key_reused'] : []),
];

const operationOf = (doc: RouteDoc): JsonSchema => {
  const codes = [...commonProblems(doc), ...(doc.problems ?? [])];
  const deaf = doc.idempotent && doc.idempotent !== true ? `Takes no \`Idempotency-Key\`: ${doc.idempotent.never}.` : undefined;
  const words = [doc.description, deaf, codes.length > 0 ? `Refuses with: ${codes.map((code) => `\`${code}\``).join(', ')}.` : undefined];
  return {
    operationId: `${doc.method}_${doc.path.replace(/^\/(api\/)?/, '').replace(/[^A-Za-z0-9]+/g, '_')}`.replace(/_+$/, '') || doc.method,
    tags: [doc.tag],
    summary: doc.summary,
    description: words.filter(Boolean).join('\n\n'),
    parameters: parametersOf(doc),
    ...requestBodyOf(doc),
    responses: {
      ...Object.fromEntries(Object.entries(doc.responses).map(([status, response]) => [status, responseOf(replayable(doc, response))])),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: ref('Problem') } } },
    },
    security: doc.access === 'anyone' ? [] : [{ cookie: [] }, { bearer: [] }],
    'x-access': doc.access,
    'x-codes': [...new Set(codes)],
  };
};

/** The OpenAPI 3.1 document of everything that is mounted. @throws when two routes or two objects claim the same name. */
export function openApiDocument(controllers: readonly HttpController[], { shopName, version, serverUrl }: DocumentInfo): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const schemas: Record<string, JsonSchema> = { Problem: PROBLEM };
  const tags = new Set<string>();
  for (const { routes, schemas: declared = {} } of controllers) {
    for (const [name, schema] of Object.entries(declared)) {
      if (schemas[name] && schemas[name] !== schema) throw new Error(`Two different objects are called ${name} in the API document`);
      schemas[name] = schema;
    }
    for (const { doc } of routes) {
      const operations = (paths[doc.path] ??= {});
      if (operations[doc.method]) throw new Error(`${doc.method} ${doc.path} is documented twice`);
      operations[doc.method] = operationOf(doc);
      tags.add(doc.tag);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `${shopName} API`,
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: `Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Money is a number in major units beside a \`currency\`. On any 401 call \`/api/account/refresh\` and repeat.`,
    },
    // The first is what the page at /docs calls: wherever it was opened, that is its own origin.
    servers: [{ url: '/', description: 'Where this document came from' }, { url: serverUrl }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'access_token' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}
