import { ContainerModule } from 'inversify';
import { CancelShipmentsOnOrderCancelled } from '../../application/shipping/cancel-shipments-on-order-cancelled.js';
import { ForgetAddress } from '../../application/shipping/forget-address.js';
import { MoveShipment } from '../../application/shipping/move-shipment.js';
import { PrepareShipmentOnOrderConfirmed } from '../../application/shipping/prepare-shipment-on-order-confirmed.js';
import { ReviseAddress } from '../../application/shipping/revise-address.js';
import { SaveAddress } from '../../application/shipping/save-address.js';
import { TrackShipping } from '../../application/shipping/track-shipping.js';
import { AddressController } from '../../interfaces/http/shipping/address-controller.js';
import { ShippingController } from '../../interfaces/http/shipping/shipping-controller.js';
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

  bind(TOKENS.saveAddress).toResolvedValue(
    (unitOfWork, buyers, ids) => new SaveAddress(unitOfWork, buyers, ids),
    [TOKENS.unitOfWork, TOKENS.buyerDirectory, TOKENS.idGenerator],
  );
  bind(TOKENS.reviseAddress).toResolvedValue(
    (unitOfWork, buyers) => new ReviseAddress(unitOfWork, buyers),
    [TOKENS.unitOfWork, TOKENS.buyerDirectory],
  );
  bind(TOKENS.forgetAddress).toResolvedValue((unitOfWork) => new ForgetAddress(unitOfWork), [TOKENS.unitOfWork]);
  bind(TOKENS.moveShipment).toResolvedValue(
    (unitOfWork, clock, ids) => new MoveShipment(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.trackShipping).toResolvedValue(
    (orders, shipping) => new TrackShipping(orders, shipping),
    [TOKENS.orderQueries, TOKENS.shippingQueries],
  );

  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, clock, ids) => new PrepareShipmentOnOrderConfirmed(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, clock) => new CancelShipmentsOnOrderCancelled(unitOfWork, clock),
    [TOKENS.unitOfWork, TOKENS.clock],
  );

  bind(TOKENS.httpController).toResolvedValue(
    (saveAddress, reviseAddress, forgetAddress, shipping) => new AddressController(saveAddress, reviseAddress, forgetAddress, shipping),
    [TOKENS.saveAddress, TOKENS.reviseAddress, TOKENS.forgetAddress, TOKENS.shippingQueries],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (moveShipment, trackShipping) => new ShippingController(moveShipment, trackShipping),
    [TOKENS.moveShipment, TOKENS.trackShipping],
  );
});
