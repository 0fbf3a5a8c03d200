import { number, object, string } from 'yup';

const MAX_QUANTITY = 999;

const pieces = (min: number) => {
  const message = `quantity must be a whole number from ${min} to ${MAX_QUANTITY}`;
  return number().integer(message).min(min, message).max(MAX_QUANTITY, message);
};

const ONE_IS_NEEDED = 'product_id or variant_id is required';

export const ADD = object({
  product_id: string()
    .nullable()
    .meta({ jsonSchema: { description: 'A product that comes in one variant; `variant_id` goes before it' } }),
  variant_id: string().nullable(),
  quantity: pieces(1).default(1),
}).test('one', ONE_IS_NEEDED, ({ product_id, variant_id }, { createError }) =>
  product_id || variant_id ? true : createError({ path: 'product_id', type: 'required', message: ONE_IS_NEEDED }),
);

export const SET_QUANTITY = object({ quantity: pieces(0).required('quantity is required') });
