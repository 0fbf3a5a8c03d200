import { skuOf } from '../../domain/catalogue/sku.js';
import type { ImageId, VariantId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';
import { productForChange, type ProductToChange } from './product-for-change.js';

export interface AddVariantInput extends ProductToChange {
  /** Left out, one is made. */
  readonly sku?: string | null | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly price: Money;
  readonly compareAtPrice?: Money | null | undefined;
  readonly isDigital?: boolean | undefined;
  readonly imageId?: ImageId | null | undefined;
  /** Its place among the others, from 0; left out, it is the last. */
  readonly position?: number | undefined;
  /** Pieces that can be sold; none when it is not said, and uncounted when it is digital. */
  readonly stockQuantity?: number | undefined;
}

/** Puts another variant beside those of a product, with its stock. Of several that come at once with the same options one stays. */
export class AddVariant {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository; stock: StockLedger }>,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws ProductNotFound @throws PreconditionFailed @throws StaleVersion
   * @throws InvalidProduct @throws SkuTaken @throws ChoiceTaken @throws TooManyVariants
   */
  async execute(input: AddVariantInput, claim?: RequestClaim): Promise<VariantId> {
    const variantId = this.ids.next<VariantId>();
    const { options, price, compareAtPrice = null, isDigital = false, stockQuantity } = input;
    const draft = { id: variantId, sku: input.sku?.trim() || skuOf(variantId), options, price, compareAtPrice, isDigital };
    return this.unitOfWork.run(async ({ products, stock }) => {
      const product = await productForChange(products, input);
      const now = this.clock.now();
      product.addVariant(draft, { position: input.position, imageId: input.imageId }, now);
      await products.save(product);
      if (isDigital && stockQuantity === undefined) await stock.openUncounted(variantId);
      else await stock.setAvailable(variantId, stockQuantity ?? 0, now);
      return variantId;
    }, claim);
  }
}
