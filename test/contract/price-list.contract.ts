import { expect } from 'chai';
import type { PriceList } from '../../src/application/catalogue/ports/price-list.js';
import { id, type VariantId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';

export interface PriceListWorld {
  readonly prices: PriceList;
  /** A mug at 12.50, published unless said otherwise. */
  newMug(given: { status?: 'draft' | 'published' | 'archived'; onHand?: number; reserved?: number }): Promise<VariantId>;
}

/** What every PriceList promises. */
export function priceListContract(create: () => PriceListWorld): void {
  describe('as a PriceList', () => {
    it('says what a variant is offered as', async () => {
      const { prices, newMug } = create();
      const mug = await newMug({ onHand: 7, reserved: 2 });
      const offer = (await prices.offersFor([mug])).get(mug);

      expect(offer).to.include({ variantId: mug, productTitle: 'Mug', productDescription: 'Holds tea', variantTitle: null });
      expect(offer).to.include({ available: 5, isOffered: true, imageUrl: 'media/placeholder.webp' });
      expect(offer?.unitPrice).to.deep.equal(Money.of(1250, 'USD'));
    });

    it('answers for each variant once, and is silent about unknown ones', async () => {
      const { prices, newMug } = create();
      const [one, two] = [await newMug({}), await newMug({})];
      const offers = await prices.offersFor([two, one, two, id<VariantId>('01900000-0000-7000-8000-00000000dead')]);

      expect([...offers.keys()]).to.have.members([one, two]);
      expect(await prices.offersFor([])).to.deep.equal(new Map());
    });

    it('knows what is not offered, and that nothing was ever on the shelf', async () => {
      const { prices, newMug } = create();
      const [draft, archived, shown] = [
        await newMug({ status: 'draft' }),
        await newMug({ status: 'archived' }),
        await newMug({ status: 'published' }),
      ];
      const offers = await prices.offersFor([draft, archived, shown]);

      expect([draft, archived, shown].map((variantId) => offers.get(variantId)?.isOffered)).to.deep.equal([false, false, true]);
      expect(offers.get(shown)?.available).to.equal(0);
    });
  });
}
