import type { ShippingMethod } from '../../../domain/shipping/shipping-rate.js';

/** The ways in which this shop sends things, with today's prices in the shop's currency. */
export interface ShippingRates {
  /** At least one; the cheapest first: that is the one taken when nobody chooses. */
  methods(): readonly ShippingMethod[];
  find(code: string): ShippingMethod | undefined;
}
