import { array, number, object, string } from 'yup';
import { id, looksLikeId, type OrderLineId } from '../../../domain/shared/ids.js';

const MAX_LINES = 500;
const MAX_PIECES = 999;
const QUANTITY = `quantity must be a whole number from 1 to ${MAX_PIECES}`;

/** Pieces of lines of an order. */
export const linesField = array()
  .of(
    object({
      order_item_id: string()
        .required('order_item_id is required')
        .test('id', 'order_item_id must be the id of a line', (value) => looksLikeId(value ?? '')),
      quantity: number().required('quantity is required').integer(QUANTITY).min(1, QUANTITY).max(MAX_PIECES, QUANTITY),
    }),
  )
  .min(1, 'lines must name at least one line')
  .max(MAX_LINES, `lines must be at most ${MAX_LINES}`);

interface Piece {
  readonly order_item_id: string;
  readonly quantity: number;
}

export const wishesOf = (lines: readonly Piece[]): readonly { readonly orderLineId: OrderLineId; readonly quantity: number }[] =>
  lines.map(({ order_item_id, quantity }) => ({ orderLineId: id<OrderLineId>(order_item_id.toLowerCase()), quantity }));
