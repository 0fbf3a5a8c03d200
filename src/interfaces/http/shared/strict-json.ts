import type { AnyObjectSchema } from './route.js';
import type { Fault } from './request-errors.js';

/** The JSON types a schema asks for, read off once; yup alone would take `"2"` for 2. */
export type Shape =
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Shape>> }
  | { readonly type: 'array'; readonly inner: Shape }
  | { readonly type: 'string' | 'number' | 'boolean' | 'any' };

interface Description {
  readonly type: string;
  readonly fields?: Readonly<Record<string, Description>>;
  readonly innerType?: Description;
}

const shapeFrom = ({ type, fields, innerType }: Description): Shape => {
  if (type === 'object') {
    return { type, fields: Object.fromEntries(Object.entries(fields ?? {}).map(([name, field]) => [name, shapeFrom(field)])) };
  }
  if (type === 'array') return { type, inner: innerType ? shapeFrom(innerType) : { type: 'any' } };
  return type === 'string' || type === 'number' || type === 'boolean' ? { type } : { type: 'any' };
};

export const shapeOf = (schema: AnyObjectSchema): Shape => shapeFrom(schema.describe() as Description);

const wrongType = (path: string, type: string): Fault => ({
  path,
  code: 'type',
  message: `must be ${type === 'object' || type === 'array' ? 'an' : 'a'} ${type}`,
});

/** Where the JSON types differ. What is absent or null is for the schema to judge. */
export function typeFaults(value: unknown, shape: Shape, path = ''): Fault[] {
  if (value === undefined || value === null || shape.type === 'any') return [];
  if (shape.type === 'array') {
    if (!Array.isArray(value)) return [wrongType(path, 'array')];
    return value.flatMap((item, index) => typeFaults(item, shape.inner, `${path}[${index}]`));
  }
  if (shape.type === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) return [wrongType(path, 'object')];
    return Object.entries(shape.fields).flatMap(([name, field]) =>
      Object.hasOwn(value, name) ? typeFaults((value as Record<string, unknown>)[name], field, path ? `${path}.${name}` : name) : [],
    );
  }
  return typeof value === shape.type ? [] : [wrongType(path, shape.type)];
}
