import { ContainerModule } from 'inversify';
import { CancelLines } from '../../application/order/cancel-lines.js';
import { CancelOrder } from '../../application/order/cancel-order.js';
import { MoveOrder } from '../../application/order/move-order.js';
import { RecordManualPayment } from '../../application/order/record-manual-payment.js';
import { OrderAdminController } from '../../interfaces/http/order/order-admin-controller.js';
import { OrderController } from '../../interfaces/http/order/order-controller.js';
import { SqlOrderQueries } from '../persistence/order/sql-order-queries.js';
import { TOKENS } from './tokens.js';

export const orderModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.orderQueries).toResolvedValue((sql) => new SqlOrderQueries(sql), [TOKENS.poolSql]);
  bind(TOKENS.cancelOrder).toResolvedValue(
    (unitOfWork, clock, ids) => new CancelOrder(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.moveOrder).toResolvedValue(
    (unitOfWork, cancelOrder, clock) => new MoveOrder(unitOfWork, cancelOrder, clock),
    [TOKENS.unitOfWork, TOKENS.cancelOrder, TOKENS.clock],
  );
  bind(TOKENS.recordManualPayment).toResolvedValue(
    (unitOfWork, clock, ids) => new RecordManualPayment(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );

  bind(TOKENS.httpController).toResolvedValue(
    (orders, cancelOrder) => new OrderController(orders, cancelOrder),
    [TOKENS.orderQueries, TOKENS.cancelOrder],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (orders, moveOrder, cancelOrder, recordManualPayment, unitOfWork, clock, ids) =>
      new OrderAdminController(orders, moveOrder, cancelOrder, new CancelLines(unitOfWork, clock, ids), recordManualPayment),
    [
      TOKENS.orderQueries,
      TOKENS.moveOrder,
      TOKENS.cancelOrder,
      TOKENS.recordManualPayment,
      TOKENS.unitOfWork,
      TOKENS.clock,
      TOKENS.idGenerator,
    ],
  );
});
