import { ContainerModule } from 'inversify';
import { CartPricing } from '../../application/cart/cart-pricing.js';
import { PutInCart } from '../../application/cart/put-in-cart.js';
import { RemoveFromCart } from '../../application/cart/remove-from-cart.js';
import { SetQuantityInCart } from '../../application/cart/set-quantity-in-cart.js';
import { TakeFromCart } from '../../application/cart/take-from-cart.js';
import { ViewCart } from '../../application/cart/view-cart.js';
import { CartController } from '../../interfaces/http/cart/cart-controller.js';
import { SqlCartQueries } from '../persistence/cart/sql-cart-queries.js';
import { NodeDigest } from '../security/node-digest.js';
import { TOKENS } from './tokens.js';

export const cartModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.digest).toConstantValue(new NodeDigest());
  bind(TOKENS.cartPricing).toResolvedValue(
    (rates, taxes, digest, config) => new CartPricing(rates, taxes, digest, { currency: config.currency, country: config.shopCountry }),
    [TOKENS.shippingRates, TOKENS.taxCalculator, TOKENS.digest, TOKENS.config],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (sql, unitOfWork, pricing, clock, ids) =>
      new CartController(
        new ViewCart(new SqlCartQueries(sql, clock), pricing),
        new PutInCart(unitOfWork, pricing, clock, ids),
        new TakeFromCart(unitOfWork, pricing, clock),
        new SetQuantityInCart(unitOfWork, pricing, clock),
        new RemoveFromCart(unitOfWork, clock),
      ),
    [TOKENS.poolSql, TOKENS.unitOfWork, TOKENS.cartPricing, TOKENS.clock, TOKENS.idGenerator],
  );
});
