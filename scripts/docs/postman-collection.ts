/** What is read of the API document. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly description?: string;
}

/** A request of a collection, in the form 2.1 of Postman. */
export interface PostmanItem {
  readonly name: string;
  readonly event?: readonly { readonly listen: 'prerequest' | 'test'; readonly script: { readonly type: string; readonly exec: readonly string[] } }[];
  readonly request: {
    readonly method: string;
    readonly description?: string;
    readonly header: readonly { readonly key: string; readonly value: string; readonly disabled?: boolean; readonly description?: string }[];
    readonly auth?: { readonly type: 'noauth' };
    readonly body?: Readonly<Record<string, unknown>>;
    readonly url: PostmanUrl;
  };
}
interface PostmanUrl {
  readonly raw: string;
  readonly host: readonly string[];
  readonly path: readonly string[];
  readonly query?: readonly { readonly key: string; readonly value: string; readonly disabled?: boolean; readonly description?: string }[];
  readonly variable?: readonly { readonly key: string; readonly value: string; readonly description?: string }[];
}
export interface PostmanCollection {
  readonly info: Readonly<Record<string, string>>;
  readonly auth: Readonly<Record<string, unknown>>;
  readonly variable: readonly { readonly key: string; readonly value: string }[];
  readonly item: readonly { readonly name: string; readonly description?: string; readonly item: readonly PostmanItem[] }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const JSON_TYPE = 'application/json';
export const PURCHASE = 'A first purchase';

/** A step of the purchase: an operation of the document, with what to send and what to keep for the next ones. */
interface Step {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly before?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly at?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly keep?: readonly string[];
}
const PASSWORD = 'correct horse battery';
const STEPS: readonly Step[] = [
  {
    ...{ method: 'post', path: '/api/account/register', status: 202 },
    before: ["pm.collectionVariables.set('email', 'ann-' + Date.now() + '@example.com');"],
    body: { email: '{{email}}', password: PASSWORD, name: 'Ann' },
  },
  {
    ...{ method: 'post', path: '/api/account/login', status: 200 },
    body: { email: '{{email}}', password: PASSWORD },
    keep: ["pm.collectionVariables.set('access_token', answer.access_token);"],
  },
  {
    ...{ method: 'get', path: '/api/products', status: 200 },
    query: { in_stock: 'true', limit: '50' },
    keep: [
      'const product = answer.items.find(({ variants }) => variants.length === 1);',
      "pm.test('there is something to buy', () => pm.expect(product).to.be.an('object'));",
      "pm.collectionVariables.set('product_id', product.id);",
      "pm.collectionVariables.set('product_slug', product.slug);",
    ],
  },
  { ...{ method: 'get', path: '/api/products/{product_id}', status: 200 }, at: { product_id: '{{product_slug}}' } },
  { ...{ method: 'post', path: '/api/carts/add', status: 200 }, body: { product_id: '{{product_id}}', quantity: 1 } },
  {
    ...{ method: 'post', path: '/api/shippings/addresses', status: 201 },
    body: { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' },
  },
  {
    ...{ method: 'get', path: '/api/carts', status: 200 },
    keep: ["pm.collectionVariables.set('quote_hash', answer.quote_hash);", "pm.collectionVariables.set('key', 'purchase-' + Date.now());"],
  },
  {
    ...{ method: 'post', path: '/api/orders/checkout', status: 201 },
    headers: { 'Idempotency-Key': '{{key}}' },
    body: { gateway: 'fake', payment_token: 'tok_success', quote_hash: '{{quote_hash}}' },
    keep: ["pm.collectionVariables.set('order_id', answer.id);", "pm.test('it is paid', () => pm.expect(answer.payment_status).to.equal('paid'));"],
  },
  { ...{ method: 'get', path: '/api/orders/{order_id}', status: 200 }, at: { order_id: '{{order_id}}' } },
  { ...{ method: 'get', path: '/api/orders/{order_id}/history', status: 200 }, at: { order_id: '{{order_id}}' } },
];

/** The collection that the document makes: the purchase in its order, then every operation by its tag. */
export function postmanCollection(document: ApiDocument): PostmanCollection {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => tagOf(operation)))].sort();
  return {
    info: {
      _postman_id: '6f0f9a1e-5c0d-4b53-9a52-0d6f6f727469',
      name: document.info.title,
      description: 'Made from the OpenAPI document: "npm run docs" makes it again.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
    variable: [
      { key: 'base_url', value: 'http://127.0.0.1:8000' },
      ...['access_token', 'email', 'product_id', 'product_slug', 'quote_hash', 'key', 'order_id'].map((key) => ({ key, value: '' })),
    ],
    item: [
      { name: PURCHASE, description: 'One after another, on a shop with its demo data.', item: STEPS.map((step) => stepOf(step, document)) },
      ...tags.map((tag) => ({
        name: tag,
        item: operations.filter(({ operation }) => tagOf(operation) === tag).map(({ path, method, operation }) => itemOf(path, method, operation)),
      })),
    ],
  };
}

const tagOf = ({ tags }: Operation): string => tags?.[0] ?? 'Other';
const isOpen = ({ security }: Operation): boolean => security === undefined || security.length === 0;
const raw = (body: unknown): Readonly<Record<string, unknown>> => ({
  mode: 'raw',
  raw: JSON.stringify(body, null, 2),
  options: { raw: { language: 'json' } },
});

function itemOf(path: string, method: string, operation: Operation): PostmanItem {
  const schema = operation.requestBody?.content[JSON_TYPE]?.schema;
  const parameters = operation.parameters ?? [];
  return {
    name: operation.summary ?? path,
    request: {
      method: method.toUpperCase(),
      ...(operation.description !== undefined && { description: operation.description }),
      header: [
        ...(schema ? [{ key: 'Content-Type', value: JSON_TYPE }] : []),
        ...parameters
          .filter((parameter) => parameter.in === 'header')
          .map(({ name, required, description }) => ({ key: name, value: '', disabled: required !== true, ...(description && { description }) })),
      ],
      ...(isOpen(operation) && { auth: { type: 'noauth' } as const }),
      ...(schema && { body: raw(sampleOf(schema)) }),
      url: urlOf(path, parameters),
    },
  };
}

function urlOf(path: string, parameters: readonly Parameter[]): PostmanUrl {
  const parts = path.split('/').slice(1).map((part) => part.replace(/^\{(.+)\}$/, ':$1'));
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, required, description, schema }) => ({
      ...{ key: name, value: schema?.default === undefined ? '' : JSON.stringify(schema.default).replace(/^"|"$/g, ''), disabled: required !== true },
      ...((description ?? schema?.description) && { description: description ?? schema?.description ?? '' }),
    }));
  const variable = parts.filter((part) => part.startsWith(':')).map((part) => ({ key: part.slice(1), value: '' }));
  return {
    raw: `{{base_url}}/${parts.join('/')}`,
    host: ['{{base_url}}'],
    path: parts,
    ...(query.length > 0 && { query }),
    ...(variable.length > 0 && { variable }),
  };
}

/** What is required, with a value of its kind. */
function sampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'object') {
    return Object.fromEntries((schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]));
  }
  if (type === 'array') return schema.items ? [sampleOf(schema.items)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  return type === 'boolean' ? true : '';
}

/** @throws when the document has no such operation any more. */
function stepOf({ method, path, status, before, query, at, headers, body, keep }: Step, document: ApiDocument): PostmanItem {
  const operation = document.paths[path]?.[method];
  if (operation === undefined) throw new Error(`The purchase of the Postman collection asks for ${method} ${path}, which there is not`);
  const { name, request } = itemOf(path, method, operation);
  const script = [
    `pm.test('is answered with ${status}', () => pm.response.to.have.status(${status}));`,
    ...(keep ? ['const answer = pm.response.json();', ...keep] : []),
  ];
  return {
    name,
    event: [
      ...(before ? [{ listen: 'prerequest', script: { type: 'text/javascript', exec: before } } as const] : []),
      { listen: 'test', script: { type: 'text/javascript', exec: script } },
    ],
    request: {
      ...request,
      header: [
        ...(body === undefined ? [] : [{ key: 'Content-Type', value: JSON_TYPE }]),
        ...Object.entries(headers ?? {}).map(([key, value]) => ({ key, value })),
      ],
      ...(body !== undefined && { body: raw(body) }),
      url: {
        ...{ raw: request.url.raw, host: request.url.host, path: request.url.path },
        ...(query && { query: Object.entries(query).map(([key, value]) => ({ key, value })) }),
        ...(at && { variable: Object.entries(at).map(([key, value]) => ({ key, value })) }),
      },
    },
  };
}
