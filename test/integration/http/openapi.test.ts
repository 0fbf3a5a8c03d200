import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { createContainer } from '../../../src/infrastructure/composition/container.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { readConfig } from '../../../src/infrastructure/config/config.js';
import { createConnection } from '../../../src/infrastructure/database/connection.js';
import { PinoLogger } from '../../../src/infrastructure/system/pino-logger.js';
import { jsonParser } from '../../../src/interfaces/http/shared/parse.js';
import type { RouteDoc } from '../../../src/interfaces/http/shared/route.js';

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly responses: Readonly<
    Record<
      string,
      { readonly headers?: object; readonly content?: Readonly<Record<string, { readonly schema: Json; readonly example?: unknown }>> }
    >
  >;
}

const OBJECTS_OF_ANY_FORM: readonly string[] = ['/openapi.json'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Nothing is asked of the database: what is declared is read. */
describe('The API document', () => {
  const knex = createConnection('postgres://nobody@127.0.0.1:1/nothing');
  const container = createContainer({ config: readConfig({}), knex, logger: new PinoLogger('silent') });
  const document = container.get(TOKENS.apiDocument)();
  const docs: readonly RouteDoc[] = container.getAll(TOKENS.httpController).flatMap(({ routes }) => routes.map(({ doc }) => doc));
  const { schemas } = document['components'] as { schemas: Readonly<Record<string, Json>> };
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  after(() => knex.destroy());

  const nameOf = ({ method, path }: RouteDoc): string => `${method.toUpperCase()} ${path}`;
  const operationOf = ({ method, path }: RouteDoc): Operation => paths[path]?.[method] as Operation;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: 'api', components: document['components'] as object });
  const faultsOf = (schema: Json, value: unknown): readonly string[] => {
    const rebased = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/')) as object;
    const validate = ajv.compile(rebased);
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const examples = docs.flatMap((doc) =>
    Object.entries(operationOf(doc).responses)
      .filter(([status]) => status !== 'default')
      .flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, { schema, example }]) => ({
          name: `${nameOf(doc)} ${status}`,
          path: doc.path,
          type,
          schema,
          example,
        })),
      ),
  );
  const jsonExamples = examples.filter(({ type, path }) => type === 'application/json' && !OBJECTS_OF_ANY_FORM.includes(path));

  it('holds every route that is mounted, with who may call it (API-02)', () => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(operations).to.have.members(docs.map(nameOf));
    expect(docs.filter(({ summary, tag, access }) => !summary || !tag || !access).map(nameOf)).to.deep.equal([]);
  });

  it('has an example for every JSON answer, and each is one', () => {
    expect(jsonExamples.filter(({ example }) => example === undefined).map(({ name }) => name)).to.deep.equal([]);
    expect(
      jsonExamples.flatMap(({ name, schema, example }) => faultsOf(schema, example).map((fault) => `${name}: ${fault}`)),
    ).to.deep.equal([]);
  });

  it('has an example for every body that is needed, and the route would take it', () => {
    const faults = docs.flatMap((doc) => {
      if (!doc.body || Object.keys(doc.body.fields).length === 0) return [];
      if (doc.bodyExample === undefined) return [`${nameOf(doc)}: none`];
      try {
        jsonParser(doc.body)(doc.bodyExample);
        return [];
      } catch (error) {
        return [`${nameOf(doc)}: ${String(error)}`];
      }
    });
    expect(faults).to.deep.equal([]);
  });

  it('says all that an object holds, so that nothing more gets out', () => {
    const open = Object.entries(schemas).filter(
      ([name, schema]) => name !== 'Problem' && schema['type'] === 'object' && schema['additionalProperties'] !== false,
    );
    expect(open.map(([name]) => name)).to.deep.equal([]);
  });

  it('answers what is made with 201 and its address, and what is deleted with 204 (API-04)', () => {
    const homeless = docs.filter(({ responses }) => responses[201] && responses[201].headers?.['Location'] === undefined);
    const lingering = docs.filter(({ method, responses }) => method === 'delete' && !responses[204]);

    expect(homeless.map(nameOf), 'without Location').to.deep.equal([]);
    expect(lingering.map(nameOf), 'without 204').to.deep.equal([]);
  });

  it('writes times in UTC with milliseconds, ids as text, and no amount without its currency (API-05)', () => {
    const faults: string[] = [];
    const look = (name: string, value: unknown): void => {
      if (Array.isArray(value)) value.forEach((item) => look(name, item));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      for (const [key, inner] of Object.entries(value)) {
        if (/(_at|^at)$/.test(key) && inner !== null && !TIME.test(String(inner))) faults.push(`${name}: ${key} is ${String(inner)}`);
        if (/(^|_)id$/.test(key) && inner !== null && typeof inner !== 'string') faults.push(`${name}: ${key} is no text`);
        look(name, inner);
      }
    };
    for (const { name, example } of jsonExamples) {
      look(name, example);
      const text = JSON.stringify(example) ?? '';
      if (/"(price|amount|total_price|subtotal)":/.test(text) && !text.includes('"currency":'))
        faults.push(`${name}: an amount of nothing`);
    }
    expect(faults).to.deep.equal([]);
    expect(jsonExamples.length).to.be.greaterThan(10);
  });

  it('names only codes of the form resource.reason, and for every refusal a problem', () => {
    const codes = docs.flatMap((doc) => (doc.problems ?? []).map((code) => `${nameOf(doc)} ${code}`));
    expect(codes.filter((code) => !/ [a-z_]+\.[a-z0-9_]+$/.test(code))).to.deep.equal([]);
    for (const doc of docs)
      expect(operationOf(doc).responses['default'], nameOf(doc)).to.have.nested.property('content.application/problem+json');
  });
});
