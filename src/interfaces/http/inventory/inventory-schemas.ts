import { array, boolean, number, object, string } from 'yup';
import type { CountReason, MovementReason } from '../../../application/inventory/ports/stock-ledger.js';
import { looksLikeId } from '../../../domain/shared/ids.js';
import { pageFields } from '../shared/paging.js';

const MOST_PIECES = 1_000_000;
const MOST_ON_HAND = 1_000_000_000;
const MOST_LINES = 200;
const MOST_PRIORITY = 10_000;

export const COUNT_REASONS = ['correction', 'returned', 'damaged', 'lost', 'found'] as const satisfies readonly CountReason[];
export const MOVEMENT_REASONS = ['received', 'shipped', 'transferred', ...COUNT_REASONS] as const satisfies readonly MovementReason[];

const whole = (name: string, least: number, most: number) => {
  const message = `${name} must be a whole number from ${least} to ${most}`;
  return number().typeError(message).integer(message).min(least, message).max(most, message);
};

const line = (name: string, most: number) =>
  string()
    .trim()
    .max(most, `${name} must be at most ${most} characters`)
    .matches(/^\P{Cc}*$/u, `${name} must be one line of text`);

const filled = (text: ReturnType<typeof line>) => text.transform((value: string | undefined) => value || undefined);

const variantId = () => string().test('id', 'variant_id must be the id of a variant', (value) => value === undefined || looksLikeId(value));

const note = line('note', 200).meta({ jsonSchema: { description: 'Why, for whoever reads the movements' } });
const reference = line('reference', 100).meta({ jsonSchema: { description: 'A delivery note, a count list' } });
const place = (description: string) => line('location', 64).meta({ jsonSchema: { description } });
const version = whole('version', 0, MOST_ON_HAND).meta({
  jsonSchema: { description: 'The one that was read: if it is not the current one any more, nothing changes' },
});

export const LEVELS = object({
  ...pageFields,
  q: filled(line('q', 200)).meta({ jsonSchema: { description: 'Part of a title or SKU, in any case' } }),
  sku: filled(line('sku', 64)),
  low: boolean()
    .typeError('low must be true or false')
    .meta({ jsonSchema: { description: 'Only what is low, or only what is not' } }),
  location: filled(place('Only what lies there: id or code')),
});

export const LOW_STOCK = object({ ...pageFields });

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const time = (name: string) =>
  string()
    .transform((value: string | undefined) => value || undefined)
    .test('time', `${name} must be a time such as 2026-01-31T09:30:00Z`, (value) => {
      return value === undefined || (TIME.test(value) && !Number.isNaN(Date.parse(value)));
    });

export const MOVEMENTS = object({
  ...pageFields,
  variant_id: variantId().transform((value: string | undefined) => value || undefined),
  reason: string()
    .transform((value: string | undefined) => value || undefined)
    .oneOf(MOVEMENT_REASONS, `reason must be one of ${MOVEMENT_REASONS.join(', ')}`),
  location: filled(place('Id or code')),
  from: time('from').meta({ jsonSchema: { description: 'From this time on' } }),
  to: time('to').meta({ jsonSchema: { description: 'Before this time' } }),
});

export const RECEIPT = object({
  lines: array()
    .of(
      object({
        variant_id: variantId(),
        sku: line('sku', 64),
        quantity: whole('quantity', 1, MOST_PIECES).required('quantity is required'),
      }).test('named', 'Name either variant_id or sku', function (received) {
        if ((received.variant_id === undefined) !== !received.sku) return true;
        return this.createError({ path: `${this.path}.variant_id`, message: 'Name either variant_id or sku' });
      }),
    )
    .required('lines is required')
    .min(1, 'lines must name at least one line')
    .max(MOST_LINES, `lines must be at most ${MOST_LINES}`),
  location: place('Where it was put: id or code; the first place when it is not said'),
  reference,
  note,
});

export const CORRECTION = object({
  variant_id: variantId().required('variant_id is required'),
  delta: whole('delta', -MOST_PIECES, MOST_PIECES).meta({ jsonSchema: { description: 'So many more, or fewer' } }),
  on_hand: whole('on_hand', 0, MOST_ON_HAND).meta({ jsonSchema: { description: 'So many there are, in that place if one is named' } }),
  reason: string()
    .required('reason is required')
    .oneOf(COUNT_REASONS, `reason must be one of ${COUNT_REASONS.join(', ')}`),
  location: place('The place that was counted: id or code; all of them when it is not said'),
  note,
  version,
}).test('count', 'Name either delta or on_hand', function (correction) {
  if ((correction.delta === undefined) !== (correction.on_hand === undefined)) return true;
  return this.createError({ path: 'delta', message: 'Name either delta or on_hand' });
});

export const TRANSFER = object({
  variant_id: variantId().required('variant_id is required'),
  quantity: whole('quantity', 1, MOST_PIECES).required('quantity is required'),
  from: line('from', 64)
    .required('from is required')
    .meta({ jsonSchema: { description: 'Id or code of a place' } }),
  to: line('to', 64)
    .required('to is required')
    .meta({ jsonSchema: { description: 'Id or code of a place' } }),
  reference,
  note,
  version,
}).test('places', 'from and to must be two places', function ({ from, to }) {
  if (!from || !to || from.toLowerCase() !== to.toLowerCase()) return true;
  return this.createError({ path: 'to', message: 'from and to must be two places' });
});

export const TERMS = object({
  tracked: boolean().meta({ jsonSchema: { description: 'False: nobody counts it, and it can always be had' } }),
  backorder_limit: whole('backorder_limit', 0, MOST_PIECES).meta({
    jsonSchema: { description: 'How many may be sold that are not there' },
  }),
  low_stock_threshold: whole('low_stock_threshold', 0, MOST_PIECES)
    .nullable()
    .meta({ jsonSchema: { description: 'At so few left it is low; null: nobody watches' } }),
  version,
});

const code = () =>
  string()
    .trim()
    .matches(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u, {
      message: 'code must be 1 to 32 letters, digits, dots, hyphens or underscores',
      excludeEmptyString: true,
    });
const name = () => line('name', 80);
const priority = () =>
  whole('priority', 0, MOST_PRIORITY).meta({ jsonSchema: { description: 'What is sold is taken from the lowest first' } });

export const NEW_LOCATION = object({
  code: code().required('code is required'),
  name: name().required('name is required'),
  priority: priority(),
});

export const LOCATION_CHANGE = object({
  code: code().min(1, 'code must not be empty'),
  name: name().min(1, 'name must not be empty'),
  priority: priority(),
  version,
});
