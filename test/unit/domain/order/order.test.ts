import { expect } from 'chai';
import { displayStatusOf } from '../../../../src/domain/order/display-status.js';
import {
  IllegalOrderTransition,
  OrderAlreadyShipped,
  OrderDoesNotAddUp,
  OrderHasNoLines,
} from '../../../../src/domain/order/order-errors.js';
import type { OrderEvent } from '../../../../src/domain/order/order-events.js';
import { historyEntryOf } from '../../../../src/domain/order/order-history.js';
import { MAY_BECOME, SYSTEM, type OrderStatus } from '../../../../src/domain/order/order-state.js';
import type { Order } from '../../../../src/domain/order/order.js';
import { id, type PaymentId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { anOrder, anOrderLine, anOrderThatIs, BUYER, NOON, QUARTER_PAST } from '../../../support/builders/an-order.js';

const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000a01');
const usd = (minor: number) => Money.of(minor, 'USD');
const BUYING = { kind: 'customer', id: BUYER } as const;
const STATUSES = Object.keys(MAY_BECOME) as OrderStatus[];

const COMMANDS: readonly (readonly [name: string, to: OrderStatus, command: (order: Order) => void])[] = [
  ['confirm', 'confirmed', (order) => order.confirm({ paymentId: PAYMENT }, NOON)],
  ['complete', 'completed', (order) => order.complete(SYSTEM, NOON)],
  ['cancel', 'cancelled', (order) => order.cancel('requested_by_customer', { by: BUYING, hasShipped: false }, NOON)],
  ['expire', 'expired', (order) => order.expire(NOON)],
];
/** Written out by hand, so that a slip in the table does not excuse itself. */
const LEGAL = ['pending confirm', 'pending cancel', 'pending expire', 'confirmed complete', 'confirmed cancel'];

describe('An order', () => {
  for (const status of STATUSES) {
    for (const [name, to, command] of COMMANDS) {
      const isLegal = LEGAL.includes(`${status} ${name}`);
      it(`that is ${status} ${isLegal ? `becomes ${to} by` : 'refuses to'} ${name} (ORD-11)`, () => {
        const order = anOrderThatIs(status);
        if (isLegal) {
          command(order);
          expect(order.status).to.equal(to);
          expect(order.pullEvents().map(historyEntryOf)).to.have.length(1);
        } else {
          expect(() => command(order))
            .to.throw(IllegalOrderTransition)
            .with.property('code', 'order.illegal_transition');
          expect(order.status).to.equal(status);
          expect(order.pullEvents()).to.be.empty;
        }
      });
    }
  }

  it('is placed pending, with a total that follows from its parts (MON-11)', () => {
    const line = anOrderLine({ unitPrice: usd(2499), quantity: 1, tax: usd(269) });
    const order = anOrder({ lines: [line], shipping: usd(644), tax: usd(269) });

    expect(order.status).to.equal('pending');
    expect(order.total.minor).to.equal(3412);
    expect(order.totals.subtotal.minor - order.totals.discount.minor + 644 + order.totals.taxAdded.minor).to.equal(3412);
  });

  it('does not add a tax that its prices include (MON-07)', () => {
    const line = anOrderLine({ unitPrice: usd(1190), quantity: 1, discount: usd(1190) });
    const order = anOrder({ lines: [line], discount: usd(1190), shipping: usd(0), pricesIncludeTax: true });

    expect(order.total.minor).to.equal(0);
    expect(order.totals.taxAdded.minor).to.equal(0);
  });

  it('has at least one line, and line discounts that add up to its own', () => {
    expect(() => anOrder({ lines: [] })).to.throw(OrderHasNoLines);
    expect(() => anOrder({ discount: usd(1) })).to.throw(OrderDoesNotAddUp);
  });

  it('is not cancelled once something has shipped (ORD-15)', () => {
    const order = anOrderThatIs('confirmed');
    expect(() => order.cancel('requested_by_customer', { by: BUYING, hasShipped: true }, NOON)).to.throw(OrderAlreadyShipped);
    expect(order.status).to.equal('confirmed');
  });

  it('tells who took each step, when, from where, to where and why (ORD-20)', () => {
    const order = anOrder();
    order.confirm({ paymentId: PAYMENT }, NOON);
    order.cancel('requested_by_customer', { by: BUYING, hasShipped: false }, QUARTER_PAST);

    expect(order.pullEvents().map((event: OrderEvent) => historyEntryOf(event))).to.deep.equal([
      { by: BUYING, at: NOON, from: null, to: 'pending', reason: null },
      { by: SYSTEM, at: NOON, from: 'pending', to: 'confirmed', reason: null },
      { by: BUYING, at: QUARTER_PAST, from: 'confirmed', to: 'cancelled', reason: 'requested_by_customer' },
    ]);
  });

  it('that nobody bought with an account belongs to nobody', () => {
    expect(anOrder().belongsTo(BUYER)).to.be.true;
    expect(anOrder({ customerId: null }).belongsTo(BUYER)).to.be.false;
    expect(anOrder({ customerId: null }).belongsTo(null as never)).to.be.false;
  });

  it('is overdue from the moment it should be paid by, unless it is paid or promised', () => {
    expect(anOrder().isOverdue(new Date(QUARTER_PAST.getTime() - 1))).to.be.false;
    expect(anOrder().isOverdue(QUARTER_PAST)).to.be.true;
    expect(anOrderThatIs('confirmed').isOverdue(QUARTER_PAST)).to.be.false;
  });

  it('takes money that came by hand when it waits for it, notes it when it does not, and not when it is off', () => {
    const waiting = anOrder();
    waiting.recordManualPayment(PAYMENT, 'BANK-7', { kind: 'admin', id: BUYER }, NOON);
    expect(waiting.status).to.equal('confirmed');

    const confirmed = anOrderThatIs('confirmed');
    confirmed.recordManualPayment(PAYMENT, 'BANK-7', { kind: 'admin', id: BUYER }, NOON);
    expect(confirmed.pullEvents().map(historyEntryOf)).to.deep.equal([
      { by: { kind: 'admin', id: BUYER }, at: NOON, from: 'confirmed', to: 'confirmed', reason: 'manual payment BANK-7' },
    ]);

    const cancelled = anOrderThatIs('cancelled');
    expect(() => cancelled.recordManualPayment(PAYMENT, 'BANK-7', SYSTEM, NOON)).to.throw(IllegalOrderTransition);
  });

  for (const [order, payment, shipping, word] of [
    ['pending', 'unpaid', 'pending', 'PENDING'],
    ['confirmed', 'paid', 'pending', 'PAID'],
    ['confirmed', 'unpaid', 'shipped', 'SHIPPED'],
    ['confirmed', 'paid', 'partially_shipped', 'SHIPPED'],
    ['completed', 'paid', 'delivered', 'DELIVERED'],
    ['cancelled', 'refund_pending', 'cancelled', 'CANCELLED'],
    ['expired', 'unpaid', 'cancelled', 'CANCELLED'],
    ['cancelled', 'refunded', 'cancelled', 'REFUNDED'],
  ] as const) {
    it(`that is ${order}, ${payment} and ${shipping} is shown as ${word}`, () => {
      expect(displayStatusOf(order, payment, shipping)).to.equal(word);
    });
  }
});
