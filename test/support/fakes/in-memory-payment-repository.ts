import type { PaymentRepository } from '../../../src/application/payment/ports/payment-repository.js';
import type { PaymentState } from '../../../src/domain/payment/payment-state.js';
import { Payment } from '../../../src/domain/payment/payment.js';
import type { OrderId, PaymentId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryPaymentRepository implements PaymentRepository {
  readonly #payments: Table<PaymentState, Payment>;

  constructor(transaction: MemoryTransaction) {
    this.#payments = new Table('payment', transaction.rows<Row<PaymentState>>('payments'), transaction.outbox, (state, version) =>
      Payment.reconstitute(state, version),
    );
  }

  async ofOrder(orderId: OrderId): Promise<readonly Payment[]> {
    return this.#payments.filter((state) => state.orderId === orderId).sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  async find(paymentId: PaymentId): Promise<Payment | undefined> {
    return this.#payments.find(paymentId);
  }

  async save(payment: Payment): Promise<void> {
    this.#payments.save(payment);
  }
}
