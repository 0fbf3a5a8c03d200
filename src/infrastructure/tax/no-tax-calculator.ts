import type { Tax, TaxableLine, TaxCalculator } from '../../application/checkout/ports/tax-calculator.js';
import { Money } from '../../domain/shared/money.js';

/** Until there are rates: nothing is taxed, nowhere. */
export class NoTaxCalculator implements TaxCalculator {
  readonly pricesIncludeTax = false;

  async taxOn(lines: readonly TaxableLine[], shipping: Money): Promise<Tax> {
    return { lines: lines.map(({ amount }) => Money.zero(amount.currency)), shipping: Money.zero(shipping.currency) };
  }
}
