import { convertSchema } from '@sodaru/yup-to-json-schema';
import type { AnyObjectSchema, JsonSchema } from '../shared/route.js';

interface Description {
  readonly type: string;
  readonly nullable?: boolean;
  readonly optional?: boolean;
  readonly default?: unknown;
  readonly meta?: { readonly jsonSchema?: JsonSchema };
  readonly oneOf?: readonly unknown[];
  readonly fields?: Readonly<Record<string, Description>>;
  readonly innerType?: Description;
}

const MONEY: JsonSchema = {
  description: 'An amount in major units, as a number or as decimal text, with at most the decimals of the currency',
  anyOf: [
    { type: 'number', minimum: 0 },
    { type: 'string', pattern: '^\\d{1,16}(\\.\\d+)?$' },
  ],
};

/** The library knows yup's own types; what it leaves out is added from yup's description: null, defaults, money, our own words. */
function completed(given: JsonSchema, description: Description): JsonSchema {
  const { type, nullable, meta, fields, innerType } = description;
  let schema: JsonSchema = type === 'money' ? MONEY : given;
  if (type === 'mixed' && description.oneOf?.length) schema = { enum: description.oneOf };
  if (fields) {
    const properties = (given['properties'] ?? {}) as Record<string, JsonSchema>;
    const { default: _empty, ...rest } = given;
    const names = Object.keys(fields);
    schema = {
      ...rest,
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, completed(properties[name] ?? {}, fields[name] as Description)])),
    };
  }
  if (innerType) schema = { ...schema, items: completed((given['items'] ?? {}) as JsonSchema, innerType) };
  if (description.default !== undefined && !fields && typeof description.default !== 'object')
    schema = { ...schema, default: description.default };
  if (nullable && typeof schema['type'] === 'string') {
    const { enum: allowed, ...rest } = schema;
    schema = {
      ...rest,
      type: [schema['type'], 'null'],
      ...(Array.isArray(allowed) ? { enum: [...new Set([...(allowed as unknown[]), null])] } : {}),
    };
  }
  return { ...schema, ...meta?.jsonSchema };
}

type Converters = NonNullable<NonNullable<Parameters<typeof convertSchema>[1]>['converters']>;
/** The library stumbles over a type that is not yup's; `completed` says what it is. */
const OUR_OWN = { money: () => ({}) } as unknown as Converters;

/** What a request may hold, as JSON Schema, from the very schema that validates it. */
export function requestSchema(schema: AnyObjectSchema): JsonSchema {
  return completed(convertSchema(schema, { converters: OUR_OWN }) as JsonSchema, schema.describe() as unknown as Description);
}
