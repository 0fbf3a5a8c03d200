import { ContainerModule } from 'inversify';
import { CancelShipmentsOnOrderCancelled } from '../../application/shipping/cancel-shipments-on-order-cancelled.js';
import { PrepareShipmentOnOrderConfirmed } from '../../application/shipping/prepare-shipment-on-order-confirmed.js';
import { SqlShippingQueries } from '../persistence/shipping/sql-shipping-queries.js';
import { FlatShippingRates } from '../shipping/flat-shipping-rates.js';
import { NoTaxCalculator } from '../tax/no-tax-calculator.js';
import { TOKENS } from './tokens.js';

export const shippingModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.shippingRates)
    .toResolvedValue((config) => new FlatShippingRates(config.shippingRates, config.currency), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.taxCalculator).toConstantValue(new NoTaxCalculator());
  bind(TOKENS.shippingQueries).toResolvedValue((sql) => new SqlShippingQueries(sql), [TOKENS.poolSql]);

  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, clock, ids) => new PrepareShipmentOnOrderConfirmed(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, clock) => new CancelShipmentsOnOrderCancelled(unitOfWork, clock),
    [TOKENS.unitOfWork, TOKENS.clock],
  );
});
