import { DomainError } from '../shared/domain-error.js';
import type { CartItemId, ProductId, VariantId } from '../shared/ids.js';

/** There is no such line in the cart, or it is somebody else's. */
export class CartItemNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'cart.item_not_found';

  constructor() {
    super('There is no such line in your cart');
  }
}

/** The cart has become an order and stays as it is. */
export class CartIsCheckedOut extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.checked_out';

  constructor() {
    super('This cart has been checked out: what is put in next starts a new one');
  }
}

/** What is wanted is not offered, for now or for good. */
export class NotForSale extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.item_unavailable';

  constructor(variantId: VariantId) {
    super('This is not for sale', { items: [{ variant_id: variantId }] });
  }
}

/** A product was named that comes in several variants. */
export class VariantNotChosen extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(variantIds: readonly VariantId[]) {
    const message = 'variant_id is required: this product comes in several variants';
    super(message, { errors: [{ path: 'variant_id', code: 'required', message }], variant_ids: variantIds });
  }
}

/** A product was named of which several variants are in the cart, so that nobody knows which line is meant. */
export class SeveralItemsOfProduct extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.several_items';

  constructor(
    productId: ProductId,
    items: readonly { readonly id: CartItemId; readonly variantId: VariantId; readonly quantity: number }[],
  ) {
    super('Several variants of this product are in your cart: change the line that you mean', {
      product_id: productId,
      items: items.map(({ id, variantId, quantity }) => ({ id, variant_id: variantId, quantity })),
    });
  }
}

/** One line holds a whole number of pieces, and not endlessly many. */
export class InvalidQuantity extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(min: number, max: number) {
    const message = `quantity must be a whole number, and the line then hold from ${min} to ${max}`;
    super(message, { errors: [{ path: 'quantity', code: 'range', message }] });
  }
}

/** More lines than anybody would buy at once. */
export class CartFull extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.full';

  constructor(max: number) {
    super(`A cart holds at most ${max} different things: take something out first`, { max_items: max });
  }
}
