import { boolean, object, string } from 'yup';
import { PRODUCT_STATUSES } from '../../../domain/catalogue/product-state.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';

const MAX_BYTES = 100 * 1024 * 1024;
const FORMATS = ['csv', 'jsonl'] as const;
const absentWhenEmpty = <Value>(value: Value, original: unknown): Value | undefined => (original === '' ? undefined : value);

const format = () => string().transform(absentWhenEmpty).oneOf(FORMATS, 'format must be csv or jsonl');

const IMPORT_FORM = object({
  format: format().meta({ jsonSchema: { description: 'Left out, it is seen from the file' } }),
  dry_run: boolean()
    .transform(absentWhenEmpty)
    .typeError('dry_run must be true or false')
    .meta({ jsonSchema: { description: 'Says what would happen, and changes nothing' } }),
});
const EXPORT = object({
  format: format().default('csv'),
  status: string()
    .transform(absentWhenEmpty)
    .oneOf(PRODUCT_STATUSES, `status must be one of ${PRODUCT_STATUSES.join(', ')}`)
    .meta({ jsonSchema: { description: 'Left out, products of any status' } }),
});

const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
const FAULT: Readonly<Record<string, JsonSchema>> = {
  line: { type: 'integer', minimum: 0, description: 'From 1; a line that names the columns counts' },
  column: { type: 'string', description: 'A column of the CSV, or a field such as `variants[1].price`' },
  code: { type: 'string' },
  message: { type: 'string' },
};
const IMPORT: Readonly<Record<string, JsonSchema>> = {
  id: { type: 'string' },
  file_name: { type: 'string' },
  format: { enum: FORMATS },
  dry_run: { type: 'boolean' },
  status: { enum: ['waiting', 'running', 'done', 'failed'], description: 'One runs at a time; `done` may have rejected some' },
  total: { ...COUNT, description: 'Products in the file' },
  processed: { ...COUNT, description: 'How many of them have been looked at' },
  created: COUNT,
  updated: COUNT,
  unchanged: COUNT,
  rejected: { ...COUNT, description: 'Their lines are kept: correct them and send them again' },
  errors: {
    type: 'array',
    description: 'The first hundred',
    items: { type: 'object', required: Object.keys(FAULT), additionalProperties: false, properties: FAULT },
  },
  failure: { type: ['string', 'null'], description: 'Why it could not go on' },
  created_at: { type: 'string', format: 'date-time' },
  ended_at: { type: ['string', 'null'], format: 'date-time' },
};

export const TRADE_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  CatalogueImport: { type: 'object', required: Object.keys(IMPORT), additionalProperties: false, properties: IMPORT },
};

const EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000001a1',
  file_name: 'products.csv',
  format: 'csv',
  dry_run: false,
  status: 'done',
  total: 1200,
  processed: 1200,
  created: 1100,
  updated: 80,
  unchanged: 19,
  rejected: 1,
  errors: [{ line: 17, column: 'price', code: 'format', message: 'variants[0].price must be an amount in USD such as 12.50' }],
  failure: null,
  created_at: '2026-01-01T09:00:00.000Z',
  ended_at: '2026-01-01T09:00:12.000Z',
};
const BINARY: JsonSchema = { type: 'string', format: 'binary' };
const FILE = { schema: BINARY, contentType: 'application/octet-stream', headers: { 'Content-Disposition': 'The name of the file' } };
const ALL = '/api/admin/catalogue/imports';
const ONE = '/api/admin/catalogue/imports/{import_id}';

export const TRADE_ROUTES = {
  begin: {
    method: 'post',
    path: ALL,
    idempotent: true,
    access: 'admin',
    tag: 'Back office',
    summary: 'Import products',
    description:
      'A file in the field `file`: CSV with a row for each variant, or JSON Lines with a product on each line, in UTF-8 or in UTF-16 with its mark. A file that cannot be read to its end is refused at once and nothing of it is stored. The products are brought in by a worker, one file at a time; what breaks a rule is put aside and the rest is taken. The same file again changes nothing.',
    multipart: { fields: IMPORT_FORM, files: { file: 'The products' }, maxBytes: MAX_BYTES, maxFiles: 1 },
    responses: {
      202: {
        description: 'It waits for its turn',
        schema: ref('CatalogueImport'),
        example: {
          ...EXAMPLE,
          status: 'waiting',
          processed: 0,
          created: 0,
          updated: 0,
          unchanged: 0,
          rejected: 0,
          errors: [],
          ended_at: null,
        },
        headers: { Location: 'Where to ask how far it is' },
      },
    },
    problems: ['import.unreadable_file'],
  },
  list: {
    method: 'get',
    path: ALL,
    access: 'admin',
    tag: 'Back office',
    summary: 'The last fifty imports',
    responses: { 200: { description: 'The newest first', schema: { type: 'array', items: ref('CatalogueImport') }, example: [EXAMPLE] } },
  },
  one: {
    method: 'get',
    path: ONE,
    access: 'admin',
    tag: 'Back office',
    summary: 'How far an import is',
    responses: { 200: { description: 'The import', schema: ref('CatalogueImport'), example: EXAMPLE } },
    problems: ['import.not_found'],
  },
  rejected: {
    method: 'get',
    path: `${ONE}/rejected`,
    access: 'admin',
    tag: 'Back office',
    summary: 'The rejected lines',
    description: 'As they came, in a file that can be corrected and imported.',
    responses: { 200: { description: 'The lines', ...FILE } },
    problems: ['import.not_found'],
  },
  export: {
    method: 'get',
    path: '/api/admin/catalogue/export',
    access: 'admin',
    tag: 'Back office',
    summary: 'Export products',
    description:
      'All products with their variants, as a file that can be imported again, here or in another shop. It is written as fast as it is taken; a product that is there from the beginning to the end is in it once.',
    query: EXPORT,
    responses: { 200: { description: 'The products', ...FILE } },
  },
} satisfies Record<string, RouteDoc>;
