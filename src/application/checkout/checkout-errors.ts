import { DomainError } from '../../domain/shared/domain-error.js';
import type { OrderId, VariantId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';

const major = (money: Money): number => Number(money.toDecimal());

/** The client agreed to another sum than the one that would be charged. */
export class AmountMismatch extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.amount_mismatch';

  constructor(total: Money) {
    super(`The total is ${total.toDecimal()} ${total.currency} now: show it to the buyer and send it as amount`, {
      total_price: major(total),
      currency: total.currency,
    });
  }
}

/** A line that is not as the buyer saw it. */
export interface ChangedLine {
  readonly variantId: VariantId;
  readonly title: string;
  readonly quantity: { readonly from: number; readonly to: number };
  readonly price: { readonly from: Money; readonly to: Money };
}

interface NewDeal {
  readonly hash: string;
  readonly subtotal: Money;
  readonly discountTotal: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
}

/** Something that the buyer saw has changed since: told line by line, with the sums as they are now. */
export class QuoteChanged extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'checkout.quote_changed';

  constructor({ hash, subtotal, discountTotal, shipping, tax, total }: NewDeal, changed: readonly ChangedLine[]) {
    super('Prices, stock, shipping or tax have changed since you looked: show the cart again and send its quote_hash', {
      quote_hash: hash,
      diff: changed.map(({ variantId, title, quantity, price }) => ({
        variant_id: variantId,
        title,
        quantity,
        price: { from: major(price.from), to: major(price.to) },
      })),
      subtotal: major(subtotal),
      discount_total: major(discountTotal),
      shipping_total: major(shipping),
      tax_total: major(tax),
      total_price: major(total),
      currency: total.currency,
    });
  }
}

/** One field of the checkout that does not fit. */
export class UnusableCheckout extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'request.invalid';

  constructor(path: string, code: 'required' | 'unknown', message: string) {
    super(message, { errors: [{ path, code, message }] });
  }
}

/** `REQUIRE_VERIFIED_EMAIL` is on. */
export class BuyerNotVerified extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'account.not_verified';

  constructor() {
    super('Confirm your e-mail address first: the link is in the mail that we sent you');
  }
}

/** The try before this one is with the provider this very moment. */
export class PaymentInProgress extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment.in_progress';
  /** Seconds. */
  readonly retryAfter = 2;

  constructor(orderId: OrderId) {
    super('A payment of this order is under way: ask for the order again in a moment', { order_id: orderId });
  }
}

/** There is nothing in the cart that could be bought. */
export class NothingToBuy extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.empty';

  constructor() {
    super('There is nothing in the cart that could be bought');
  }
}

interface GoneItem {
  readonly variantId: VariantId;
  /** Null when not even its name is known any more. */
  readonly title: string | null;
}

/** Some lines are not offered any more: the buyer has to take them out. */
export class CartItemsUnavailable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'cart.item_unavailable';

  constructor(gone: readonly GoneItem[]) {
    super(`Not for sale any more: ${gone.map(({ title, variantId }) => title ?? variantId).join(', ')}. Take it out of the cart`, {
      items: gone.map(({ variantId, title }) => ({ variant_id: variantId, product_title: title })),
    });
  }
}
