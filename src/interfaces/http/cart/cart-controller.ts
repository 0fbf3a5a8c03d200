import type { ChangedCart } from '../../../application/cart/cart-view.js';
import type { PutInCart } from '../../../application/cart/put-in-cart.js';
import type { RemoveFromCart } from '../../../application/cart/remove-from-cart.js';
import type { SetQuantityInCart } from '../../../application/cart/set-quantity-in-cart.js';
import type { TakeFromCart } from '../../../application/cart/take-from-cart.js';
import type { ViewCart } from '../../../application/cart/view-cart.js';
import { CartItemNotFound } from '../../../domain/cart/cart-errors.js';
import { ProductNotFound } from '../../../domain/catalogue/product-errors.js';
import { id, looksLikeId, type CartItemId, type Id, type ProductId, type VariantId } from '../../../domain/shared/ids.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { CART_OBJECTS, CART_ROUTES } from './cart-openapi.js';
import { presentCart } from './cart-presenter.js';

/** A malformed id is answered like an unknown one. */
const idFrom = <T extends Id<string>>(text: string | undefined, notFound: () => Error): T => {
  if (text === undefined || !looksLikeId(text)) throw notFound();
  return id<T>(text.toLowerCase());
};
const noSuchProduct = () => new ProductNotFound();
const noSuchItem = () => new CartItemNotFound();

const present = ({ cart, item }: ChangedCart) => presentCart(cart, item);

/** The cart of whoever is signed in. */
export class CartController implements HttpController {
  constructor(
    private readonly viewCart: ViewCart,
    private readonly putInCart: PutInCart,
    private readonly takeFromCart: TakeFromCart,
    private readonly setQuantityInCart: SetQuantityInCart,
    private readonly removeFromCart: RemoveFromCart,
  ) {}

  readonly schemas = CART_OBJECTS;

  readonly routes = [
    route(CART_ROUTES.view, async ({ ctx, customerId }) => {
      ctx.body = presentCart(await this.viewCart.execute(customerId), null);
    }),
    route(CART_ROUTES.add, async ({ ctx, customerId, body: { variant_id, product_id, quantity }, claim }) => {
      const wanted = variant_id
        ? { variantId: idFrom<VariantId>(variant_id, noSuchProduct) }
        : { productId: idFrom<ProductId>(product_id ?? undefined, noSuchProduct) };
      ctx.body = present(await this.putInCart.execute({ customerId, wanted, quantity }, claim));
    }),
    route(CART_ROUTES.increase, async ({ ctx, customerId, params, claim }) => {
      const wanted = { moreOf: idFrom<ProductId>(params['product_id'], noSuchProduct) };
      ctx.body = present(await this.putInCart.execute({ customerId, wanted, quantity: 1 }, claim));
    }),
    route(CART_ROUTES.decrease, async ({ ctx, customerId, params, claim }) => {
      const productId = idFrom<ProductId>(params['product_id'], noSuchItem);
      ctx.body = present(await this.takeFromCart.execute({ customerId, productId }, claim));
    }),
    route(CART_ROUTES.setQuantity, async ({ ctx, customerId, params, body: { quantity }, claim }) => {
      const itemId = idFrom<CartItemId>(params['item_id'], noSuchItem);
      ctx.body = present(await this.setQuantityInCart.execute({ customerId, itemId, quantity }, claim));
    }),
    route(CART_ROUTES.remove, async ({ ctx, customerId, params, claim }) => {
      const itemOrProductId = idFrom<CartItemId | ProductId>(params['item_id'], noSuchItem);
      await this.removeFromCart.execute({ customerId, itemOrProductId }, claim);
      ctx.status = 204;
    }),
  ];
}
