import type { ShippingRates } from '../../application/shipping/ports/shipping-rates.js';
import { Money, type Currency } from '../../domain/shared/money.js';
import { cheapestFirst, flatRate, type ShippingMethod } from '../../domain/shipping/shipping-rate.js';

/** The same price for every parcel to everywhere, from the setting SHIPPING_RATES. */
export class FlatShippingRates implements ShippingRates {
  readonly #methods: readonly ShippingMethod[];

  /**
   * @param rates prices as decimal text in major units.
   * @throws InvalidAmount when a price has more decimals than the currency.
   */
  constructor(rates: readonly { readonly code: string; readonly price: string }[], currency: Currency) {
    this.#methods = cheapestFirst(rates.map(({ code, price }) => flatRate(code, Money.parse(price, currency))));
  }

  methods(): readonly ShippingMethod[] {
    return this.#methods;
  }

  find(code: string): ShippingMethod | undefined {
    return this.#methods.find((method) => method.code === code);
  }
}
