import { VariantNotChosen } from '../../domain/cart/cart-errors.js';
import { Cart } from '../../domain/cart/cart.js';
import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { CustomerId, ProductId, VariantId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CartPricing } from './cart-pricing.js';
import { mustBeToBeHad, type CartScope } from './cart-scope.js';
import type { ChangedCart } from './cart-view.js';
import type { VariantChoice, VariantChoices } from './ports/variant-choices.js';

/** One variant; or a product that comes in one; or more of a product: of its line, if it is there already. */
type Wanted = { readonly variantId: VariantId } | { readonly productId: ProductId } | { readonly moreOf: ProductId };

export interface PutInCartInput {
  readonly customerId: CustomerId;
  readonly wanted: Wanted;
  readonly quantity: number;
}

/** Puts something in the cart, on top of what is there of it; the first thing starts the cart. */
export class PutInCart {
  constructor(
    private readonly unitOfWork: UnitOfWork<CartScope>,
    private readonly pricing: CartPricing,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws ProductNotFound
   * @throws VariantNotChosen
   * @throws SeveralItemsOfProduct
   * @throws NotForSale
   * @throws OutOfStock when the line would hold more than can be had
   * @throws InvalidQuantity
   * @throws CartFull
   */
  async execute({ customerId, wanted, quantity }: PutInCartInput, claim?: RequestClaim): Promise<ChangedCart> {
    return this.unitOfWork.run(async ({ carts, variantChoices, prices, addressBooks }) => {
      const [found, book, choices] = await Promise.all([
        carts.activeOf(customerId),
        addressBooks.of(customerId),
        'productId' in wanted ? variantChoices.ofProduct(wanted.productId) : [],
      ]);
      const at = this.clock.now();
      const cart = found ?? Cart.start(this.ids.next(), customerId, at);
      const variantId = await meantBy(wanted, cart, choices, variantChoices);
      const offers = await prices.offersFor([...new Set([...cart.items.map((item) => item.variantId), variantId])]);
      const offer = offers.get(variantId);
      if (!offer) throw new ProductNotFound();
      const item = cart.put(offer, quantity, this.ids.next(), at);
      mustBeToBeHad(offer, item.quantity);
      await carts.save(cart);
      return this.pricing.changeOf(cart, item.id, offers, book.defaultShipping?.address);
    }, claim);
  }
}

/** @param choices of a product that was named */
async function meantBy(wanted: Wanted, cart: Cart, choices: readonly VariantChoice[], variantChoices: VariantChoices): Promise<VariantId> {
  if ('variantId' in wanted) return wanted.variantId;
  if ('productId' in wanted) return theOneOf(choices);
  return cart.itemOf(wanted.moreOf)?.variantId ?? theOneOf(await variantChoices.ofProduct(wanted.moreOf));
}

/** @throws ProductNotFound @throws VariantNotChosen */
function theOneOf(choices: readonly VariantChoice[]): VariantId {
  const living = choices.filter(({ isArchived }) => !isArchived);
  if (living.length > 1) throw new VariantNotChosen(living.map(({ variantId }) => variantId));
  const choice = living[0] ?? choices[0];
  if (!choice) throw new ProductNotFound();
  return choice.variantId;
}
