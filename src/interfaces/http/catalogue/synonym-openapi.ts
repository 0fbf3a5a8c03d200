import { array, number, object, string } from 'yup';
import { LONGEST_SYNONYM, MOST_SYNONYMS } from '../../../domain/catalogue/synonym-state.js';
import { pageFields } from '../shared/paging.js';
import { ref, type JsonSchema, type RouteDoc } from '../shared/route.js';

const { page, limit } = pageFields;
const LIST_QUERY = object({ page, limit });
const words = () =>
  array()
    .of(string().required('${path} must be a word').max(LONGEST_SYNONYM, `\${path} must be at most ${LONGEST_SYNONYM} characters`))
    .required('words is required')
    .min(2, 'words must have at least 2 entries')
    .max(MOST_SYNONYMS, `words must have at most ${MOST_SYNONYMS} entries`);
const NEW_GROUP = object({ words: words() });
const GROUP_CHANGE = object({
  words: words(),
  version: number()
    .integer('version must be a whole number')
    .meta({ jsonSchema: { description: 'The one that was read: if it is not the current one any more, nothing changes' } }),
});

const TIME: JsonSchema = { type: 'string', format: 'date-time' };
export const SYNONYM_OBJECTS: Readonly<Record<string, JsonSchema>> = {
  Synonyms: {
    type: 'object',
    required: ['id', 'words', 'version', 'created_at', 'updated_at'],
    additionalProperties: false,
    properties: {
      id: { type: 'string' },
      words: { type: 'array', items: { type: 'string' }, description: 'Words, or several words in a row, in lower case' },
      version: { type: 'integer', minimum: 1 },
      created_at: TIME,
      updated_at: TIME,
    },
  },
};

const EXAMPLE = {
  id: '019b76da-a800-7000-8000-0000000000e1',
  words: ['sofa', 'couch', 'settee'],
  version: 1,
  created_at: '2026-01-31T09:30:00.000Z',
  updated_at: '2026-01-31T09:30:00.000Z',
};
const ONE = { description: 'The synonyms', schema: ref('Synonyms'), example: EXAMPLE, headers: { ETag: 'For If-Match' } };
const PATH = '/api/admin/search/synonyms';
const ADMIN = { access: 'admin', tag: 'Back office' } as const;

export const SYNONYM_ROUTES = {
  list: {
    ...ADMIN,
    method: 'get',
    path: PATH,
    summary: 'Synonyms',
    description: 'The newest first.',
    query: LIST_QUERY,
    responses: {
      200: {
        description: 'A page of them',
        schema: { type: 'array', items: ref('Synonyms') },
        example: [EXAMPLE],
        headers: { 'X-Total-Count': 'How many there are', Link: 'Other pages' },
      },
    },
    problems: ['request.invalid'],
  },
  create: {
    ...ADMIN,
    method: 'post',
    path: PATH,
    idempotent: true,
    summary: 'Make words mean the same',
    description: 'Whoever looks for one of them finds the others as well; in any case, with or without accents, in singular and plural.',
    body: NEW_GROUP,
    bodyExample: { words: EXAMPLE.words },
    responses: { 201: { ...ONE, headers: { ...ONE.headers, Location: 'Where they are' } } },
    problems: ['request.invalid', 'synonyms.invalid'],
  },
  one: {
    ...ADMIN,
    method: 'get',
    path: `${PATH}/{group_id}`,
    summary: 'One group of synonyms',
    responses: { 200: ONE },
    problems: ['synonyms.not_found'],
  },
  revise: {
    ...ADMIN,
    method: 'patch',
    path: `${PATH}/{group_id}`,
    idempotent: true,
    summary: 'Change synonyms',
    description: 'The words that are sent take the place of those that were there. `version` or `If-Match` guards against a lost update.',
    body: GROUP_CHANGE,
    bodyExample: { words: ['sofa', 'couch'], version: 1 },
    responses: { 200: ONE },
    problems: ['request.invalid', 'synonyms.invalid', 'synonyms.not_found', 'synonyms.stale_version'],
  },
  remove: {
    ...ADMIN,
    method: 'delete',
    path: `${PATH}/{group_id}`,
    idempotent: true,
    summary: 'Delete synonyms',
    responses: { 204: { description: 'They are gone' } },
    problems: ['synonyms.not_found', 'synonyms.stale_version'],
  },
} as const satisfies Record<string, RouteDoc>;
