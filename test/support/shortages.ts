import { OutOfStock, type Shortage } from '../../src/domain/inventory/inventory-errors.js';

/** What a reservation lacks; nothing when it was made. */
export const shortages = (reservation: Promise<unknown>): Promise<readonly Shortage[]> =>
  reservation.then(
    () => [],
    (error: unknown) => {
      if (error instanceof OutOfStock) return error.missing;
      throw error;
    },
  );
