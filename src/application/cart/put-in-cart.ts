import { VariantNotChosen } from '../../domain/cart/cart-errors.js';
import { Cart } from '../../domain/cart/cart.js';
import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { CustomerId, ProductId, VariantId } from '../../domain/shared/ids.js';
import type { Offer } from '../catalogue/ports/price-list.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { CartPricing } from './cart-pricing.js';
import { mustBeToBeHad, type CartScope } from './cart-scope.js';
import type { ChangedCart } from './cart-view.js';
import type { VariantChoice } from './ports/variant-choices.js';

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
    return this.unitOfWork.run(async (scope) => {
      const { carts } = scope;
      const [hand, named] = await Promise.all([carts.atHand(customerId), offerNamedBy(wanted, scope)]);
      const at = this.clock.now();
      const cart = hand.cart ?? Cart.start(this.ids.next(), customerId, at);
      const offer = named ?? (await offerOfMore(wanted, cart, hand.offers, scope));
      const item = cart.put(offer, quantity, this.ids.next(), at);
      mustBeToBeHad(offer, item.quantity);
      await carts.save(cart);
      const offers = new Map([...hand.offers, [offer.variantId, offer]]);
      return this.pricing.changeOf({ ...hand, cart, offers }, item.id);
    }, claim);
  }
}

type Choosing = Pick<CartScope, 'prices' | 'variantChoices'>;

/** Of what is named outright; undefined when it depends on what is in the cart. @throws ProductNotFound @throws VariantNotChosen */
async function offerNamedBy(wanted: Wanted, { prices, variantChoices }: Choosing): Promise<Offer | undefined> {
  if ('moreOf' in wanted) return undefined;
  if ('productId' in wanted) return theOneOf(await variantChoices.ofProduct(wanted.productId));
  const offer = (await prices.offersFor([wanted.variantId])).get(wanted.variantId);
  if (!offer) throw new ProductNotFound();
  return offer;
}

/** Of the product's line, if it has one. @throws ProductNotFound @throws VariantNotChosen @throws SeveralItemsOfProduct */
async function offerOfMore(
  wanted: Wanted,
  cart: Cart,
  offers: ReadonlyMap<VariantId, Offer>,
  { variantChoices }: Choosing,
): Promise<Offer> {
  if (!('moreOf' in wanted)) throw new ProductNotFound();
  const item = cart.itemOf(wanted.moreOf);
  return (item && offers.get(item.variantId)) ?? theOneOf(await variantChoices.ofProduct(wanted.moreOf));
}

/** @throws ProductNotFound @throws VariantNotChosen */
function theOneOf(choices: readonly VariantChoice[]): Offer {
  const living = choices.filter(({ isArchived }) => !isArchived);
  if (living.length > 1) throw new VariantNotChosen(living.map(({ offer }) => offer.variantId));
  const choice = living[0] ?? choices[0];
  if (!choice) throw new ProductNotFound();
  return choice.offer;
}
