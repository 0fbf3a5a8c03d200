import type { Offer, PriceList } from '../../../src/application/catalogue/ports/price-list.js';
import type { VariantId } from '../../../src/domain/shared/ids.js';
import type { Shelf } from './in-memory-stock-ledger.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

const whatCanBeHad = ({ onHand, reserved, isTracked = true, backorderLimit = 0 }: Shelf) =>
  isTracked ? { available: onHand + backorderLimit - reserved, inHouse: Math.max(0, onHand - reserved) } : { available: 999, inHouse: 999 };

/** Offers as a test wrote them down in the table `offers`; what is on the shelves of the same memory goes before their own word. */
export class InMemoryPriceList implements PriceList {
  constructor(private readonly transaction: MemoryTransaction) {}

  async offersFor(variantIds: readonly VariantId[]): Promise<ReadonlyMap<VariantId, Offer>> {
    const offers = this.transaction.rows<Offer>('offers');
    const shelves = this.transaction.rows<Shelf>('stock');
    const found = variantIds.flatMap((variantId) => {
      const [offer, shelf] = [offers.get(variantId), shelves.get(variantId)];
      return offer ? [{ ...offer, ...(shelf && whatCanBeHad(shelf)) }] : [];
    });
    return new Map(found.map((offer) => [offer.variantId, offer]));
  }
}
