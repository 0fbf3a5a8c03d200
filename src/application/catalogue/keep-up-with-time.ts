import type { ProductId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';

const AT_ONCE = 100;

/**
 * Publishes the drafts whose moment has come, and writes down the scheduled prices that began or ended, so that lists sort by them. What
 * is shown and charged does not wait for it. Safe to do twice at once: whoever is second finds nothing left to do.
 */
export class KeepUpWithTime {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /** One that cannot be seen to keeps no other waiting; it is told at the end. @returns how many products were seen to. */
  async execute(): Promise<number> {
    const seen = new Set<ProductId>();
    const failures: unknown[] = [];
    for (;;) {
      const due = await this.unitOfWork.run(({ products }) => products.due(this.clock.now(), AT_ONCE));
      const fresh = due.filter((productId) => !seen.has(productId));
      if (fresh.length === 0) break;
      for (const productId of fresh) {
        seen.add(productId);
        await this.#catchUp(productId).catch((error: unknown) => failures.push(error));
      }
    }
    if (failures.length > 0) throw failures[0];
    return seen.size;
  }

  async #catchUp(productId: ProductId): Promise<void> {
    await this.unitOfWork.run(async ({ products }) => {
      const product = await products.find(productId);
      if (!product) return;
      const before = product.toState();
      product.catchUp(this.clock.now());
      if (product.toState() !== before) await products.save(product);
    });
  }
}
