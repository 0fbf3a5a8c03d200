import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Any route may answer these; the codes of its own are in the document. */
const ANYWHERE: readonly string[] = [
  'request.cross_site',
  'request.malformed',
  'server.error',
  'server.unavailable',
  'server.overloaded',
  'request.rate_limited',
  'request.address_too_long',
];

interface Operation {
  readonly 'x-codes'?: readonly string[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema?: object }> } | undefined>>;
}

export interface ObservedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly text: string;
}

/** Checks answers against the API document: the status is documented, and so is the body, with nothing more in it. */
export class ContractCheck {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #operations: { readonly pattern: RegExp; readonly path: string; readonly methods: Readonly<Record<string, Operation>> }[];

  constructor(document: Readonly<Record<string, unknown>>) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema({ $id: 'api', components: document['components'] as object });
    const paths = document['paths'] as Record<string, Record<string, Operation>>;
    this.#operations = Object.entries(paths)
      .sort(([left], [right]) => left.split('{').length - right.split('{').length)
      .map(([path, methods]) => ({
        path,
        methods,
        pattern: new RegExp(`^${path.replace(/\{\w+\+\}/g, '.+').replace(/\{\w+\}/g, '[^/]+')}/?$`),
      }));
  }

  /** What is wrong with the answer; empty when it is as documented. */
  faults(method: string, url: string, response: ObservedResponse): string[] {
    const path = url.split('?')[0] ?? url;
    const { status } = response;
    const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
    if (method === 'OPTIONS' || method === 'HEAD' || status === 304) return [];
    const known = this.#operations.find(({ pattern, methods }) => pattern.test(path) && methods[method.toLowerCase()]);
    if (!known) {
      return [404, 405, 403, 400].includes(status)
        ? this.#compare('#/components/schemas/Problem', response)
        : [`${method} ${path} is not in the document but answered ${status}`];
    }
    if (status >= 400 && type === 'application/problem+json') {
      const { code = '' } = (response.body ?? {}) as { code?: string };
      const codes = [...ANYWHERE, ...(known.methods[method.toLowerCase()]?.['x-codes'] ?? [])];
      const stray = codes.includes(code) ? [] : [`${method} ${known.path} refused with ${code}, which is not documented`];
      return [...stray, ...this.#compare('#/components/schemas/Problem', response)];
    }
    const documented = known.methods[method.toLowerCase()]?.responses[String(status)];
    if (!documented) return [`${method} ${known.path} answered ${status}, which is not documented`];
    if (!documented.content) return status === 204 && response.text !== '' ? [`${method} ${known.path} answered 204 with a body`] : [];
    const content = documented.content[type];
    if (!content)
      return [
        `${method} ${known.path} answered ${status} as ${type || 'nothing'}, documented: ${Object.keys(documented.content).join(', ')}`,
      ];
    if (!content.schema || type !== 'application/json') return [];
    const pointer = ['paths', known.path, method.toLowerCase(), 'responses', String(status), 'content', type].join(' ');
    return this.#validate(pointer, content.schema, response.body).map((fault) => `${method} ${known.path} ${status}: ${fault}`);
  }

  #compare(reference: string, response: ObservedResponse): string[] {
    return this.#validate(reference, { $ref: `api${reference}` }, response.body).map((fault) => `problem: ${fault}`);
  }

  #validate(name: string, schema: object, value: unknown): string[] {
    const validate = this.#validators.get(name) ?? this.#ajv.compile(rebased(schema) as object);
    this.#validators.set(name, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

/** References inside the document point into the schema that holds its components. */
const rebased = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/components', '"$ref":"api#/components')) as unknown;
