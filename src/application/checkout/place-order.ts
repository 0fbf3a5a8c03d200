import { Order } from '../../domain/order/order.js';
import { refuseBeyondCashLimits, type CashLimits } from '../../domain/payment/cash-limits.js';
import { Payment } from '../../domain/payment/payment.js';
import {
  id,
  type CartId,
  type CustomerId,
  type OrderId,
  type OrderLineId,
  type PaymentId,
  type VariantId,
} from '../../domain/shared/ids.js';
import { Money } from '../../domain/shared/money.js';
import type { ShippingMethod } from '../../domain/shipping/shipping-rate.js';
import type { Offer } from '../catalogue/ports/price-list.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { PaymentGateway, PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import { IdempotencyInProgress } from '../shared/errors.js';
import type { Clock } from '../shared/ports/clock.js';
import type { Digest } from '../shared/ports/digest.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { ClaimState, RequestClaim, RequestLog } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AddressBookRepository } from '../shipping/ports/address-book-repository.js';
import type { ShippingRates } from '../shipping/ports/shipping-rates.js';
import { askForMoney, askWhatBecame } from './ask-gateway.js';
import { checkoutAnswer, knownOrder, type CheckoutAnswer } from './checkout-answer.js';
import { AmountMismatch, BuyerNotVerified, NothingToBuy, QuoteChanged, UnusableCheckout } from './checkout-errors.js';
import { chooseAddresses, type AddressChoice } from './choose-addresses.js';
import { choosePayment, isCash, type PaymentChoice } from './choose-payment.js';
import { changedLines, linesToBuy, orderLineOf, type ItemToBuy } from './lines-to-buy.js';
import type { Buyer, BuyerDirectory } from './ports/buyer-directory.js';
import type { OrderNumbers } from './ports/order-numbers.js';
import { quote } from './ports/quote.js';
import type { ReturnLinks } from './ports/return-links.js';
import type { TaxCalculator } from './ports/tax-calculator.js';
import type { SettlePayment } from './settle-payment.js';

export interface PlaceOrderInput extends AddressChoice, PaymentChoice {
  readonly customerId: CustomerId;
  /** Not given: the cheapest. */
  readonly shippingMethod?: string | undefined;
  /** What the buyer agreed to, in major units; what is charged never comes from here. */
  readonly amount?: string | undefined;
  /** What the cart looked like when the buyer agreed to it. */
  readonly quoteHash?: string | undefined;
}

export interface PlacedOrder {
  readonly answer: CheckoutAnswer;
  /** The answer was kept from the first request with this key. */
  readonly isReplay: boolean;
}

interface CartToBuy {
  readonly id: CartId;
  readonly items: readonly ItemToBuy[];
  checkOut(at: Date): void;
}

export interface CheckoutScope<Cart extends CartToBuy = CartToBuy> {
  readonly requests: RequestLog;
  readonly buyers: BuyerDirectory;
  readonly carts: {
    atHand(customerId: CustomerId): Promise<{ readonly cart: Cart | undefined; readonly offers: ReadonlyMap<VariantId, Offer> }>;
    save(cart: Cart): Promise<void>;
  };
  readonly addressBooks: AddressBookRepository;
  readonly stock: StockLedger;
  readonly orders: OrderRepository;
  readonly payments: PaymentRepository;
}

export interface CheckoutSettings {
  /** How long an unpaid order keeps what is set aside for it. */
  readonly expiryMs: number;
  readonly requireVerifiedEmail: boolean;
  readonly cashLimits: CashLimits;
}

/** The shop's parts that a checkout asks and that no unit of work holds. */
export interface CheckoutPartners {
  readonly shippingRates: ShippingRates;
  readonly taxes: TaxCalculator;
  readonly gateways: PaymentGateways;
  readonly returnLinks: ReturnLinks;
  readonly numbers: OrderNumbers;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** A repeated checkout within this time is taken for the same wish. */
const SAME_WISH_MS = 10_000;
/** A keyed request that has not been answered for so long lost its process. */
const CRASHED_AFTER_MS = 15_000;

/** How the first transaction ended. */
type Begun =
  | { readonly next: 'answer'; readonly answer: CheckoutAnswer; readonly isReplay: boolean }
  | { readonly next: 'pay'; readonly orderId: OrderId; readonly paymentId: PaymentId; readonly amount: Money }
  | { readonly next: 'resume'; readonly orderId: OrderId };

/**
 * Makes an order of the buyer's cart: sets the goods aside and writes the order down in one transaction, asks the gateway outside
 * of any, and settles what it says in a second. Out of stock never charges; the same cart, or the same key, never orders twice;
 * whatever crashes in between is finished by the next request with the key or by the sweeper.
 */
export class PlaceOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork<CheckoutScope>,
    private readonly partners: CheckoutPartners,
    private readonly settlePayment: SettlePayment,
    private readonly settings: CheckoutSettings,
  ) {}

  /**
   * @param claim the buyer's wish that this happens once; nothing of it stays when the order is refused.
   * @throws UnknownPaymentGateway
   * @throws BuyerNotVerified
   * @throws IdempotencyKeyReused
   * @throws IdempotencyInProgress
   * @throws NothingToBuy
   * @throws CartItemsUnavailable
   * @throws UnusableCheckout no address, or an unknown way of shipping
   * @throws AddressNotFound
   * @throws InvalidAddress
   * @throws QuoteChanged
   * @throws AmountMismatch
   * @throws CashOnDeliveryUnavailable
   * @throws OutOfStock
   */
  async execute(input: PlaceOrderInput, claim?: RequestClaim): Promise<PlacedOrder> {
    const { gateway, method } = choosePayment(this.partners.gateways, input);
    const begun = await this.unitOfWork.run((scope) => this.#begin(scope, input, claim, { gateway, method }));
    switch (begun.next) {
      case 'answer':
        return begun;
      case 'resume':
        return { answer: await this.#resume(begun.orderId), isReplay: true };
      case 'pay': {
        const { orderId, paymentId, amount } = begun;
        const returnUrl = this.partners.returnLinks.to(paymentId);
        const { token, simulateSuccess } = input;
        const word = await askForMoney(gateway, { paymentId, amount, token, simulateSuccess, returnUrl });
        const answer = await this.settlePayment.execute({ orderId, paymentId, word, source: 'answer', isKeyed: claim !== undefined });
        return { answer, isReplay: false };
      }
    }
  }

  /** The first transaction: all of it happens or none. */
  async #begin(
    scope: CheckoutScope,
    input: PlaceOrderInput,
    claim: RequestClaim | undefined,
    { gateway, method }: { readonly gateway: PaymentGateway; readonly method: string },
  ): Promise<Begun> {
    const { clock, ids } = this.partners;
    const [at, orderId] = [clock.now(), ids.next<OrderId>()];
    // Sent together: the cart is read by whoever has got the key.
    const [claimed, { cart, offers }, book, buyer] = await Promise.all([
      claim && scope.requests.claim(claim, orderId),
      scope.carts.atHand(input.customerId),
      scope.addressBooks.of(input.customerId),
      scope.buyers.find(input.customerId),
    ]);
    const known = claimed && this.#knownClaim(claimed, at);
    if (known) return known;
    if (!buyer || (this.settings.requireVerifiedEmail && !buyer.isVerified)) throw new BuyerNotVerified();
    if (!cart || cart.items.length === 0) return this.#orderedAlready(scope, input.customerId, claim && orderId, at);
    const order = await this.#draft(orderId, cart, offers, chooseAddresses(input, book, buyer.name), input, buyer, at);
    if (input.amount !== undefined && !Money.parse(input.amount, order.total.currency).equals(order.total))
      throw new AmountMismatch(order.total);

    const payment = this.#firstTry(order, gateway.name, method, at);
    if (payment && isCash(gateway)) {
      const hasDigital = order.lines.some(({ variantId }) => offers.get(variantId)?.isDigital);
      const { country } = order.toState().shippingAddress;
      refuseBeyondCashLimits(this.settings.cashLimits, { total: order.total, country, hasDigital });
    }
    if (!payment) order.confirm({ paymentId: null }, at);
    cart.checkOut(at);
    // Nothing of it stays when something is short. The stock comes last: others may be waiting for it.
    await scope.carts.save(cart);
    await scope.orders.save(order);
    if (payment) await scope.payments.save(payment);
    await scope.stock.reserve(orderId, order.lines, order.toState().payBy);
    if (payment) return { next: 'pay', orderId, paymentId: payment.id, amount: order.total };
    const answer = checkoutAnswer(order, [], undefined);
    if (claim) await scope.requests.answer([orderId], answer);
    return { next: 'answer', answer, isReplay: false };
  }

  #knownClaim(claim: ClaimState, at: Date): Begun | undefined {
    if (claim.state === 'new') return undefined;
    if (claim.state === 'answered') return { next: 'answer', answer: claim.output as CheckoutAnswer, isReplay: true };
    const isLost = claim.resourceId !== null && at.getTime() - claim.claimedAt.getTime() > CRASHED_AFTER_MS;
    if (!isLost || claim.resourceId === null) throw new IdempotencyInProgress();
    return { next: 'resume', orderId: id<OrderId>(claim.resourceId) };
  }

  /** The same cart a moment ago – a double click, two tabs – is the same wish. @throws NothingToBuy */
  async #orderedAlready(scope: CheckoutScope, customerId: CustomerId, keyedId: OrderId | undefined, at: Date): Promise<Begun> {
    const order = await scope.orders.lastPlacedBy(customerId, new Date(at.getTime() - SAME_WISH_MS));
    if (!order) throw new NothingToBuy();
    const answer = knownOrder(order, await scope.payments.ofOrder(order.id));
    if (keyedId) await scope.requests.answer([keyedId], answer);
    return { next: 'answer', answer, isReplay: false };
  }

  /** Null when there is nothing to pay: then no provider hears of it. */
  #firstTry(order: Order, gateway: string, method: string, at: Date): Payment | null {
    if (order.total.isZero) return null;
    const { id: orderId, customerId, total: amount } = order;
    return Payment.open({ id: this.partners.ids.next<PaymentId>(), orderId, customerId, gateway, method, amount }, at);
  }

  async #draft(
    orderId: OrderId,
    cart: CartToBuy,
    offers: ReadonlyMap<VariantId, Offer>,
    addresses: ReturnType<typeof chooseAddresses>,
    { customerId, shippingMethod, quoteHash }: PlaceOrderInput,
    buyer: Buyer,
    at: Date,
  ): Promise<Order> {
    const { taxes, digest, numbers, ids } = this.partners;
    const lines = linesToBuy(cart.items, offers);
    const method = this.#methodOf(shippingMethod);
    const deal = await quote({ taxes, digest }, { lines, method, destination: addresses.shippingAddress, currency: method.price.currency });
    if (quoteHash !== undefined && quoteHash !== deal.hash) throw new QuoteChanged(deal, changedLines(lines));
    return Order.place({
      id: orderId,
      number: numbers.next(),
      customerId,
      email: buyer.email,
      cartId: cart.id,
      lines: deal.lines.map((line) => orderLineOf(line, ids.next<OrderLineId>())),
      discount: deal.discountTotal,
      shipping: deal.shipping,
      tax: deal.tax,
      pricesIncludeTax: deal.pricesIncludeTax,
      ...addresses,
      shippingMethod: { code: method.code, name: method.name },
      payBy: new Date(at.getTime() + this.settings.expiryMs),
      placedAt: at,
    });
  }

  #methodOf(code: string | undefined): ShippingMethod {
    const { shippingRates } = this.partners;
    const methods = shippingRates.methods();
    const method = code === undefined ? methods[0] : shippingRates.find(code);
    if (method) return method;
    const names = methods.map((each) => each.code).join(', ');
    throw new UnusableCheckout('shipping_method', 'unknown', `shipping_method must be one of ${names}`);
  }

  /** The process of the first request is gone: what became of its payment is asked for by our own key, and answered. */
  async #resume(orderId: OrderId): Promise<CheckoutAnswer> {
    const { gateways, clock } = this.partners;
    const tries = await this.unitOfWork.run(({ payments }) => payments.ofOrder(orderId));
    const open = tries.find(({ isOpen }) => isOpen);
    // A young one belongs to somebody who waits for its answer this moment: the provider may not even know of it yet.
    if (open && clock.now().getTime() - open.openedAt.getTime() < CRASHED_AFTER_MS) throw new IdempotencyInProgress();
    const gateway = open && gateways.find(open.gateway);
    if (open && gateway) {
      return this.settlePayment.execute({ orderId, paymentId: open.id, word: await askWhatBecame(gateway, open.known) });
    }
    return this.unitOfWork.run(async ({ orders, payments, requests }) => {
      const [order, all] = await Promise.all([orders.find(orderId), payments.ofOrder(orderId)]);
      if (!order) throw new IdempotencyInProgress();
      const answer = checkoutAnswer(order, all, all[0]);
      await requests.answer([orderId], answer);
      return answer;
    });
  }
}
