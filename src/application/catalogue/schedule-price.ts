import type { PricePeriodId, VariantId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';
import { productForChange, type ProductToChange } from './product-for-change.js';

export interface SchedulePriceInput extends ProductToChange {
  readonly variantId: VariantId;
  readonly price: Money;
  /** Left out: now. */
  readonly startsAt?: Date | undefined;
  /** Not any more at this moment; null: until further notice. */
  readonly endsAt: Date | null;
}

/** "Now", by the clock of whoever asks: it may have passed until we hear of it. */
const LATE_MS = 60_000;

/** Gives a variant another price for a while, from its first moment on and no longer at its last. */
export class SchedulePrice {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws ProductNotFound @throws VariantNotFound @throws PreconditionFailed @throws StaleVersion
   * @throws InvalidProduct @throws PriceOverlap @throws TooManyPrices
   */
  async execute(input: SchedulePriceInput, claim?: RequestClaim): Promise<PricePeriodId> {
    const id = this.ids.next<PricePeriodId>();
    const { variantId, price, endsAt } = input;
    return this.unitOfWork.run(async ({ products }) => {
      const product = await productForChange(products, input);
      const now = this.clock.now();
      const wanted = input.startsAt ?? now;
      const startsAt = wanted < now && now.getTime() - wanted.getTime() <= LATE_MS ? now : wanted;
      product.schedulePrice(variantId, { id, price, startsAt, endsAt }, now);
      await products.save(product);
      return id;
    }, claim);
  }
}
