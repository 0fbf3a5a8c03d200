import { boolean, number, object, string } from 'yup';
import { MAY_BECOME } from '../../../domain/shipping/shipment-state.js';
import { addressFields } from '../shared/address-fields.js';

const STATUSES = Object.keys(MAY_BECOME) as (keyof typeof MAY_BECOME)[];
const choice = () =>
  boolean()
    .nullable()
    .meta({ jsonSchema: { description: 'True makes it the default in place of the present one; false changes nothing' } });

export const ADDRESS = object({ ...addressFields, is_default_shipping: choice(), is_default_billing: choice() });

export const WHOLE_LIST = object({
  limit: number()
    .typeError('limit must be a whole number from 1 to 100')
    .integer('limit must be a whole number from 1 to 100')
    .min(1, 'limit must be a whole number from 1 to 100')
    .max(100, 'limit must be a whole number from 1 to 100'),
});

export const MOVE = object({
  status: string()
    .required('status is required')
    .oneOf(STATUSES, `status must be one of ${STATUSES.join(', ')}`),
  carrier: string().trim().nullable().max(80, 'carrier must be at most 80 characters'),
  tracking_number: string().trim().nullable().max(120, 'tracking_number must be at most 120 characters'),
});
