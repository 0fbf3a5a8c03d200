import { ContainerModule } from 'inversify';
import { CollectPromisedMoneyOnShipmentDelivered } from '../../application/checkout/collect-promised-money-on-shipment-delivered.js';
import { ApplyParkedEvents } from '../../application/checkout/apply-parked-events.js';
import { ConfirmPayment } from '../../application/checkout/confirm-payment.js';
import { ExpireUnpaidOrders } from '../../application/checkout/expire-unpaid-orders.js';
import { HearProviderEvent } from '../../application/checkout/hear-provider-event.js';
import { LetGoAtGatewayOnPaymentLetGo } from '../../application/checkout/let-go-at-gateway-on-payment-let-go.js';
import { PayAgain } from '../../application/checkout/pay-again.js';
import { PlaceOrder } from '../../application/checkout/place-order.js';
import { ResumeUnfinishedCheckouts } from '../../application/checkout/resume-unfinished-checkouts.js';
import { SettlePayment } from '../../application/checkout/settle-payment.js';
import type { CashLimits } from '../../domain/payment/cash-limits.js';
import { Money } from '../../domain/shared/money.js';
import { CheckoutController } from '../../interfaces/http/checkout/checkout-controller.js';
import type { Config } from '../config/config.js';
import { PaymentReturnController } from '../../interfaces/http/payment/payment-return-controller.js';
import { keptSecret } from '../security/kept-secret.js';
import { SignedReturnLinks } from '../security/signed-return-links.js';
import { RandomOrderNumbers } from '../system/random-order-numbers.js';
import { publicUrlOf } from './addresses.js';
import { TOKENS } from './tokens.js';

const MINUTE_MS = 60_000;

const cashLimitsOf = ({ codMax, codCountries, currency }: Config): CashLimits => ({
  max: codMax === null ? null : Money.parse(codMax, currency),
  countries: codCountries,
});

export const checkoutModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.settlePayment).toResolvedValue(
    (unitOfWork, clock, ids) => new SettlePayment(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.returnLinks).toResolvedValue(
    (config, clock) => new SignedReturnLinks(publicUrlOf(config), config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret'), clock),
    [TOKENS.config, TOKENS.clock],
  );
  bind(TOKENS.hearProviderEvent).toResolvedValue(
    (unitOfWork, gateways, settlePayment, clock) => new HearProviderEvent(unitOfWork, gateways, settlePayment, clock),
    [TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock],
  );
  bind(TOKENS.applyParkedEvents).toResolvedValue(
    (unitOfWork, settlePayment, clock, logger) => new ApplyParkedEvents(unitOfWork, settlePayment, clock, logger),
    [TOKENS.unitOfWork, TOKENS.settlePayment, TOKENS.clock, TOKENS.logger],
  );
  bind(TOKENS.placeOrder).toResolvedValue(
    (config, unitOfWork, settlePayment, shippingRates, taxes, gateways, returnLinks, digest, clock, ids) =>
      new PlaceOrder(
        unitOfWork,
        { shippingRates, taxes, gateways, returnLinks, numbers: new RandomOrderNumbers(), digest, clock, ids },
        settlePayment,
        {
          expiryMs: config.orderExpiryMinutes * MINUTE_MS,
          requireVerifiedEmail: config.requireVerifiedEmail,
          cashLimits: cashLimitsOf(config),
        },
      ),
    [
      TOKENS.config,
      TOKENS.unitOfWork,
      TOKENS.settlePayment,
      TOKENS.shippingRates,
      TOKENS.taxCalculator,
      TOKENS.paymentGateways,
      TOKENS.returnLinks,
      TOKENS.digest,
      TOKENS.clock,
      TOKENS.idGenerator,
    ],
  );
  bind(TOKENS.payAgain).toResolvedValue(
    (config, unitOfWork, gateways, settlePayment, clock, ids, returnLinks) =>
      new PayAgain(unitOfWork, gateways, settlePayment, clock, ids, returnLinks, {
        expiryMs: config.orderExpiryMinutes * MINUTE_MS,
        cashLimits: cashLimitsOf(config),
      }),
    [TOKENS.config, TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock, TOKENS.idGenerator, TOKENS.returnLinks],
  );
  bind(TOKENS.resumeUnfinishedCheckouts).toResolvedValue(
    (payments, gateways, settlePayment, clock, logger, config) =>
      new ResumeUnfinishedCheckouts(payments, gateways, settlePayment, clock, logger, config.gatewayQuestionsAtOnce),
    [TOKENS.paymentQueries, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock, TOKENS.logger, TOKENS.config],
  );
  bind(TOKENS.expireUnpaidOrders).toResolvedValue(
    (unitOfWork, orders, gateways, settlePayment, clock, logger) =>
      new ExpireUnpaidOrders(unitOfWork, orders, gateways, settlePayment, clock, logger),
    [TOKENS.unitOfWork, TOKENS.orderQueries, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock, TOKENS.logger],
  );

  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, gateways, settlePayment) => new LetGoAtGatewayOnPaymentLetGo(unitOfWork, gateways, settlePayment),
    [TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.settlePayment],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, gateways, settlePayment) => new CollectPromisedMoneyOnShipmentDelivered(unitOfWork, gateways, settlePayment),
    [TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.settlePayment],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (placeOrder, payAgain, config) => new CheckoutController(placeOrder, payAgain, config.currency),
    [TOKENS.placeOrder, TOKENS.payAgain, TOKENS.config],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, gateways, settlePayment, clock, links, config) =>
      new PaymentReturnController(new ConfirmPayment(unitOfWork, gateways, settlePayment, clock), links, config.frontendUrl),
    [TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock, TOKENS.returnLinks, TOKENS.config],
  );
});
