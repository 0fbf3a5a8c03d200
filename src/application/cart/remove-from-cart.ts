import { id, type CartItemId, type CustomerId, type ProductId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { heldItem, type CartScope } from './cart-scope.js';

export interface RemoveFromCartInput {
  readonly customerId: CustomerId;
  /** Of the line, or of the product that has one line. */
  readonly itemOrProductId: CartItemId | ProductId;
}

/** Takes a whole line out of the cart. */
export class RemoveFromCart {
  constructor(
    private readonly unitOfWork: UnitOfWork<Pick<CartScope, 'carts'>>,
    private readonly clock: Clock,
  ) {}

  /** @throws CartItemNotFound @throws CartIsCheckedOut when the line was bought @throws SeveralItemsOfProduct */
  async execute({ customerId, itemOrProductId }: RemoveFromCartInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ carts }) => {
      const active = await carts.activeOf(customerId);
      const itemId = active?.itemOf(id(itemOrProductId))?.id ?? id<CartItemId>(itemOrProductId);
      const { cart, item } = await heldItem(carts, active, customerId, itemId);
      cart.remove(item.id, this.clock.now());
      await carts.save(cart);
    }, claim);
  }
}
