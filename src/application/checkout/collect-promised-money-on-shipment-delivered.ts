import type { ShipmentDelivered } from '../../domain/shipping/shipment-events.js';
import type { OrderRepository } from '../order/ports/order-repository.js';
import type { PaymentGateways } from '../payment/ports/payment-gateway.js';
import type { PaymentRepository } from '../payment/ports/payment-repository.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { SettlePayment } from './settle-payment.js';

/** Cash changes hands at the door: what was promised, less what was called off, is here once the parcel is. Repeating it changes nothing. */
export class CollectPromisedMoneyOnShipmentDelivered implements EventHandler<ShipmentDelivered> {
  readonly name = 'collect-promised-money';
  readonly on = 'shipment.delivered';

  constructor(
    private readonly unitOfWork: UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
  ) {}

  async handle({ payload: { orderId } }: ShipmentDelivered): Promise<void> {
    const [order, tries] = await this.unitOfWork.run(({ orders, payments }) =>
      Promise.all([orders.find(orderId), payments.ofOrder(orderId)]),
    );
    const promised = tries.find(({ isPromised }) => isPromised);
    const gateway = promised && this.gateways.find(promised.gateway);
    if (!gateway || !order) return;
    const word = await gateway.capture(promised.known, promised.amount.atMost(order.due));
    await this.settlePayment.execute({ orderId, paymentId: promised.id, word });
  }
}
