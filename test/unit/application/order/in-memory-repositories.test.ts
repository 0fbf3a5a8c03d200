import { orderRepositoryContract } from '../../../contract/order-repository.contract.js';
import { paymentRepositoryContract } from '../../../contract/payment-repository.contract.js';
import { InMemoryOrderRepository } from '../../../support/fakes/in-memory-order-repository.js';
import { InMemoryPaymentRepository } from '../../../support/fakes/in-memory-payment-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('Orders and payments in memory', () => {
  const store = () =>
    new InMemoryUnitOfWork((transaction) => ({
      orders: new InMemoryOrderRepository(transaction),
      payments: new InMemoryPaymentRepository(transaction),
    }));

  orderRepositoryContract(store);
  paymentRepositoryContract(store);
});
