import { number, object, string } from 'yup';
import type { Currency } from '../../../domain/shared/money.js';
import { momentField } from '../shared/moment-field.js';
import { moneyField } from '../shared/money-on-the-wire.js';
import { pageFields } from '../shared/paging.js';
import { chosen, variantFields, version } from './product-schemas.js';

const POSITION = 'position must be a whole number from 0';

const fields = (currency: Currency) => ({
  ...variantFields(currency),
  image_id: string()
    .nullable()
    .max(100, 'image_id must be at most 100 characters')
    .meta({ jsonSchema: { description: 'A picture of the product that shows it' } }),
  position: number()
    .typeError(POSITION)
    .integer(POSITION)
    .min(0, POSITION)
    .meta({ jsonSchema: { description: 'Its place among the others, from 0; past the last it is the last' } }),
  version: version(),
});

export const newVariant = (currency: Currency) =>
  object({
    ...fields(currency),
    price: moneyField(currency).required('price is required'),
    options: chosen().required('options is required'),
  });

export const variantRevision = (currency: Currency) => object(fields(currency));

export const newPrice = (currency: Currency) =>
  object({
    price: moneyField(currency).required('price is required'),
    starts_at: momentField().meta({ jsonSchema: { description: 'It holds from this moment on; left out: from now on' } }),
    ends_at: momentField()
      .nullable()
      .meta({ jsonSchema: { description: 'It holds no longer at this moment; null: until further notice' } }),
    version: version(),
  });

const { page, limit } = pageFields;

export const priceList = () => object({ page, limit });
