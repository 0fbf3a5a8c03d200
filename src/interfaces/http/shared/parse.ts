import { ValidationError } from 'yup';
import { InvalidRequest, MalformedRequest, type Fault } from './request-errors.js';
import type { AnyObjectSchema } from './route.js';
import { shapeOf, typeFaults } from './strict-json.js';

const MAX_DEPTH = 32;
const HALF_A_CHARACTER = /\p{Surrogate}/u;
/** What Yup says of a value of any type that is required and not there; of text it says `required`. */
const MISSING = 'optionality';
const SINGLE: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

type Parse = (input: unknown) => Record<string, unknown>;

const faultsOf = (error: ValidationError): Fault[] =>
  (error.inner.length > 0 ? error.inner : [error]).map(({ path = '', type = 'invalid', message }) => ({
    path,
    code: type === MISSING ? 'required' : type,
    message,
  }));

const validated = (schema: AnyObjectSchema, input: unknown): Record<string, unknown> => {
  try {
    return schema.validateSync(input, { abortEarly: false, stripUnknown: true });
  } catch (error) {
    if (error instanceof ValidationError) throw new InvalidRequest(faultsOf(error));
    throw error;
  }
};

/** JSON nested deeper than any of our objects is no honest request, nor is half a character, which no database takes (RFC 8259 §8.2). */
function refuseOddities(value: unknown, depth = 0): void {
  if (typeof value === 'string' && HALF_A_CHARACTER.test(value))
    throw new MalformedRequest('The body holds half a character: a lone surrogate');
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new MalformedRequest(`The body is nested more than ${MAX_DEPTH} levels deep`);
  for (const inner of Object.values(value)) refuseOddities(inner, depth + 1);
}

/** A JSON body: types are strict, unknown and read-only fields are dropped. @throws InvalidRequest that names every fault. */
export function jsonParser(schema: AnyObjectSchema): Parse {
  const shape = shapeOf(schema);
  return (input) => {
    refuseOddities(input);
    const faults = typeFaults(input, shape);
    if (faults.length > 0) throw new InvalidRequest(faults);
    return validated(schema, input);
  };
}

/** Text that came in a query or a form: converted to what the schema asks for; what is no list is given once. @throws InvalidRequest */
export function textParser(schema: AnyObjectSchema): Parse {
  const shape = shapeOf(schema);
  const single =
    shape.type === 'object' ? Object.entries(shape.fields).flatMap(([name, { type }]) => (SINGLE.has(type) ? [name] : [])) : [];
  return (input) => {
    const given = { ...(input as Record<string, unknown>) };
    const repeated = single.filter((name) => Array.isArray(given[name]));
    if (repeated.length > 0) throw new InvalidRequest(repeated.map((path) => ({ path, code: 'type', message: 'may be given once' })));
    return validated(schema, given);
  };
}
