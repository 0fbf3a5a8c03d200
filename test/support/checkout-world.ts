import type { Offer } from '../../src/application/catalogue/ports/price-list.js';
import { CollectPromisedMoneyOnShipmentDelivered } from '../../src/application/checkout/collect-promised-money-on-shipment-delivered.js';
import { ExpireUnpaidOrders } from '../../src/application/checkout/expire-unpaid-orders.js';
import { LetGoAtGatewayOnPaymentLetGo } from '../../src/application/checkout/let-go-at-gateway-on-payment-let-go.js';
import { PayAgain } from '../../src/application/checkout/pay-again.js';
import { PlaceOrder, type PlaceOrderInput } from '../../src/application/checkout/place-order.js';
import { ResumeUnfinishedCheckouts } from '../../src/application/checkout/resume-unfinished-checkouts.js';
import { SettlePayment } from '../../src/application/checkout/settle-payment.js';
import { CancelOrder } from '../../src/application/order/cancel-order.js';
import { MoveOrder } from '../../src/application/order/move-order.js';
import { RecordManualPayment } from '../../src/application/order/record-manual-payment.js';
import { PayBackOnRefundRequested } from '../../src/application/payment/pay-back-on-refund-requested.js';
import type { EventHandler } from '../../src/application/shared/event-handler.js';
import type { RequestClaim } from '../../src/application/shared/ports/request-log.js';
import type { OrderState } from '../../src/domain/order/order-state.js';
import { isOpen, type PaymentState } from '../../src/domain/payment/payment-state.js';
import { id, type CartId, type CustomerId, type OrderId, type ProductId, type VariantId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import type { PostalAddress } from '../../src/domain/shared/postal-address.js';
import { cheapestFirst, flatRate } from '../../src/domain/shipping/shipping-rate.js';
import { CashOnDelivery } from '../../src/infrastructure/payment/cash-on-delivery.js';
import { ConfiguredPaymentGateways } from '../../src/infrastructure/payment/configured-payment-gateways.js';
import { FakePaymentGateway } from '../../src/infrastructure/payment/fake-payment-gateway.js';
import { NodeDigest } from '../../src/infrastructure/security/node-digest.js';
import { RandomOrderNumbers } from '../../src/infrastructure/system/random-order-numbers.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { NoTaxCalculator } from '../../src/infrastructure/tax/no-tax-calculator.js';
import { anAddress } from './builders/an-address.js';
import { InMemoryAddressBookRepository } from './fakes/in-memory-address-book-repository.js';
import { InMemoryChargeLedger } from './fakes/in-memory-charge-ledger.js';
import { InMemoryOrderRepository } from './fakes/in-memory-order-repository.js';
import { InMemoryPaymentRepository } from './fakes/in-memory-payment-repository.js';
import { InMemoryPriceList } from './fakes/in-memory-price-list.js';
import { InMemoryProviderEventLog } from './fakes/in-memory-provider-event-log.js';
import { InMemoryRequestLog } from './fakes/in-memory-request-log.js';
import { InMemoryShipmentRepository } from './fakes/in-memory-shipment-repository.js';
import { InMemoryStockLedger } from './fakes/in-memory-stock-ledger.js';
import { InMemoryUnitOfWork, type MemoryTransaction } from './fakes/in-memory-unit-of-work.js';
import type { Row } from './fakes/table.js';

export const ADA = id<CustomerId>('01900000-0000-7000-8000-0000000000b1');
export const MALLORY = id<CustomerId>('01900000-0000-7000-8000-0000000000b2');
export const MUG = id<VariantId>('01900000-0000-7000-8000-0000000000e1');
export const LAMP = id<VariantId>('01900000-0000-7000-8000-0000000000e2');
const MINUTE_MS = 60_000;
const RETURN_LINKS = { to: (paymentId: string) => `https://shop.example/back/${paymentId}`, opens: () => true };
const usd = (minor: number) => Money.of(minor, 'USD');

/** Up to 200.00, and not to Ireland. */
const CASH_LIMITS = { max: usd(20_000), countries: ['US', 'DE', 'IN'] };

interface Wish {
  readonly variantId: VariantId;
  readonly quantity: number;
}

interface CartRow {
  readonly id: CartId;
  readonly customerId: CustomerId;
  readonly items: readonly { readonly variantId: VariantId; readonly quantity: number; readonly seenPrice: Money }[];
  readonly isActive: boolean;
}

/** Just enough of a cart to be bought. */
class PlainCart {
  isActive = true;

  constructor(private readonly row: CartRow) {}

  get id() {
    return this.row.id;
  }

  get items() {
    return this.row.items;
  }

  checkOut(): void {
    this.isActive = false;
  }

  toRow(): CartRow {
    return { ...this.row, isActive: this.isActive };
  }
}

const scopeIn = (transaction: MemoryTransaction, now: () => Date, isVerified: () => boolean) => {
  const carts = transaction.rows<CartRow>('carts');
  return {
    transaction,
    requests: new InMemoryRequestLog(transaction, { now }),
    carts: {
      atHand: async (customerId: CustomerId) => {
        const row = [...carts.values()].find((each) => each.customerId === customerId && each.isActive);
        const offers = await new InMemoryPriceList(transaction).offersFor((row?.items ?? []).map(({ variantId }) => variantId));
        return { cart: row && new PlainCart(row), offers };
      },
      save: async (cart: PlainCart) => {
        carts.set(cart.id, cart.toRow());
      },
    },
    buyers: { find: async () => ({ email: 'ada@example.com', name: 'Ada', isVerified: isVerified() }) },
    prices: new InMemoryPriceList(transaction),
    addressBooks: new InMemoryAddressBookRepository(transaction),
    stock: new InMemoryStockLedger(transaction),
    orders: new InMemoryOrderRepository(transaction),
    payments: new InMemoryPaymentRepository(transaction),
    providerEvents: new InMemoryProviderEventLog(transaction),
    shipments: new InMemoryShipmentRepository(transaction),
  };
};

/** A shop in memory in which Ada may buy: every use case around a purchase, a gateway with books of its own, and a clock to turn. */
export class CheckoutWorld {
  time = new Date('2026-01-31T12:00:00.000Z');
  isVerified = true;
  requireVerifiedEmail = false;
  readonly errors: string[] = [];
  readonly clock = { now: () => this.time };
  readonly store = new InMemoryUnitOfWork((transaction) => scopeIn(transaction, this.clock.now, () => this.isVerified));
  /** The gateway's own books. */
  readonly ledger = new InMemoryChargeLedger();
  readonly gateway = new FakePaymentGateway(this.ledger, { secret: 'whsec_world', slowMs: 1 });
  readonly ids = new UuidGenerator();
  #handled = 0;

  readonly gateways = new ConfiguredPaymentGateways([this.gateway, new CashOnDelivery()]);
  readonly settlePayment = new SettlePayment(this.store, this.clock, this.ids);
  readonly cancelOrder = new CancelOrder(this.store, this.clock, this.ids);
  readonly moveOrder = new MoveOrder(this.store, this.cancelOrder, this.clock);
  readonly recordManualPayment = new RecordManualPayment(this.store, this.clock, this.ids);
  readonly payAgain = new PayAgain(this.store, this.gateways, this.settlePayment, this.clock, this.ids, RETURN_LINKS, {
    expiryMs: 15 * MINUTE_MS,
    cashLimits: CASH_LIMITS,
  });
  readonly #log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string, fields: unknown) => this.errors.push(`${message} ${JSON.stringify(fields)}`),
  };

  get placeOrder(): PlaceOrder {
    const methods = cheapestFirst([flatRate('express', usd(990)), flatRate('standard', usd(500))]);
    return new PlaceOrder(
      this.store,
      {
        shippingRates: { methods: () => methods, find: (code) => methods.find((method) => method.code === code) },
        taxes: new NoTaxCalculator(),
        gateways: this.gateways,
        returnLinks: RETURN_LINKS,
        numbers: new RandomOrderNumbers(),
        digest: new NodeDigest(),
        clock: this.clock,
        ids: this.ids,
      },
      this.settlePayment,
      { expiryMs: 15 * MINUTE_MS, requireVerifiedEmail: this.requireVerifiedEmail, cashLimits: CASH_LIMITS },
    );
  }

  get resume(): ResumeUnfinishedCheckouts {
    const unansweredSince = async (before: Date) =>
      this.payments()
        .filter((payment) => isOpen(payment) && payment.updatedAt < before)
        .map(({ orderId, id: paymentId, gateway, reference, amount, captured, createdAt }) => ({
          id: paymentId,
          orderId,
          gateway,
          reference,
          amount,
          captured,
          openedAt: createdAt,
        }));
    const queries = { unansweredSince, listOf: () => Promise.reject(new Error()), detailsOf: () => Promise.reject(new Error()) };
    return new ResumeUnfinishedCheckouts(queries, this.gateways, this.settlePayment, this.clock, this.#log, 8);
  }

  get expire(): ExpireUnpaidOrders {
    const unused = () => Promise.reject(new Error());
    const overdueAt = async (at: Date) =>
      this.orders()
        .filter(({ status, payBy }) => status === 'pending' && payBy <= at)
        .map((order) => order.id);
    const queries = { overdueAt, detailsOf: unused, search: unused, historyOf: unused };
    return new ExpireUnpaidOrders(this.store, queries, this.gateways, this.settlePayment, this.clock, this.#log);
  }

  later(milliseconds: number): void {
    this.time = new Date(this.time.getTime() + milliseconds);
  }

  /** Ten mugs at 12.50 and ten lamps at 40.00 on the shelf, unless said otherwise. */
  async stockUp(given: Partial<Offer> = {}, onHand = 10): Promise<void> {
    await this.store.run(async ({ stock }) => {
      for (const variantId of [MUG, LAMP]) await stock.setOnHand(variantId, onHand);
    });
    await this.write((transaction) => {
      for (const [variantId, price] of [
        [MUG, 1250],
        [LAMP, 4000],
      ] as const) {
        transaction.rows<Offer>('offers').set(variantId, {
          variantId,
          productId: id<ProductId>(variantId),
          productTitle: variantId === MUG ? 'Mug' : 'Lamp',
          productDescription: 'Good',
          slug: 'good',
          variantTitle: null,
          sku: `SKU-${price}`,
          imageUrl: 'media/good.webp',
          unitPrice: usd(price),
          available: onHand,
          inHouse: onHand,
          isOffered: true,
          isDigital: false,
          ...given,
        });
      }
    });
  }

  /** A new active cart for Ada, filled at the prices of the moment. */
  async fillCart(wishes: readonly Wish[] = [{ variantId: MUG, quantity: 2 }], customerId: CustomerId = ADA): Promise<CartId> {
    const cartId = this.ids.next<CartId>();
    await this.write((transaction) => {
      const offers = transaction.rows<Offer>('offers');
      const items = wishes.map((wish) => ({ ...wish, seenPrice: offers.get(wish.variantId)?.unitPrice ?? usd(0) }));
      transaction.rows<CartRow>('carts').set(cartId, { id: cartId, customerId, items, isActive: true });
    });
    return cartId;
  }

  async moveIn(address: PostalAddress = anAddress()): Promise<void> {
    await this.store.run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(ADA);
      book.add(this.ids.next(), address);
      await addressBooks.save(book);
    });
  }

  /** A checkout of two mugs from an address book with one address: 30.00 with shipping. */
  async readyToBuy(items?: readonly Wish[]): Promise<this> {
    await this.stockUp();
    await this.moveIn();
    await this.fillCart(items);
    return this;
  }

  checkOut(input: Partial<PlaceOrderInput> = {}, claim?: RequestClaim) {
    return this.placeOrder.execute({ customerId: ADA, ...input }, claim);
  }

  orders(): OrderState[] {
    return this.store.read((transaction) => [...transaction.rows<Row<OrderState>>('orders').values()].map(({ state }) => state));
  }

  order(orderId: string): OrderState {
    const found = this.orders().find((order) => order.id === orderId);
    if (!found) throw new Error('There is no such order');
    return found;
  }

  payments(orderId?: string): PaymentState[] {
    return this.store
      .read((transaction) => [...transaction.rows<Row<PaymentState>>('payments').values()].map(({ state }) => state))
      .filter((payment) => orderId === undefined || payment.orderId === orderId);
  }

  /** Pieces of the variant that are promised to somebody. */
  reserved(variantId: VariantId = MUG): number {
    return this.store.read((transaction) => transaction.rows<{ reserved: number }>('stock').get(variantId)?.reserved ?? 0);
  }

  /** What the relay and the jobs do: every event that was not handled yet, once. */
  async runJobs(): Promise<void> {
    const handlers = [
      new LetGoAtGatewayOnPaymentLetGo(this.store, this.gateways, this.settlePayment),
      new PayBackOnRefundRequested(this.store, this.gateways, this.clock),
      new CollectPromisedMoneyOnShipmentDelivered(this.store, this.gateways, this.settlePayment),
    ];
    while (this.#handled < this.store.events.length) {
      const event = this.store.events[this.#handled];
      this.#handled += 1;
      for (const handler of handlers)
        if (handler.on === event?.type) await (handler as unknown as EventHandler).handle(event, String(this.#handled));
    }
  }

  deliver(orderId: OrderId): Promise<void> {
    const handler = new CollectPromisedMoneyOnShipmentDelivered(this.store, this.gateways, this.settlePayment);
    return handler.handle({ type: 'shipment.delivered', aggregateId: orderId, occurredAt: this.time, payload: { orderId } });
  }

  private write(change: (transaction: MemoryTransaction) => unknown): Promise<void> {
    return this.store.run(async ({ transaction }) => {
      change(transaction);
    });
  }
}
