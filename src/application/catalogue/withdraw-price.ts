import type { PricePeriodId, VariantId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';
import { productForChange, type ProductToChange } from './product-for-change.js';

export interface WithdrawPriceInput extends ProductToChange {
  readonly variantId: VariantId;
  readonly priceId: PricePeriodId;
}

/** Takes back a scheduled price that waits, or ends one that holds now. */
export class WithdrawPrice {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound @throws VariantNotFound @throws PriceNotFound @throws PreconditionFailed @throws StaleVersion */
  async execute(input: WithdrawPriceInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ products }) => {
      const product = await productForChange(products, input);
      product.withdrawPrice(input.variantId, input.priceId, this.clock.now());
      await products.save(product);
    }, claim);
  }
}
