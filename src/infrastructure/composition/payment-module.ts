import { ContainerModule } from 'inversify';
import { ReconcilePayments } from '../../application/checkout/reconcile-payments.js';
import { ReviewPayment } from '../../application/checkout/review-payment.js';
import { CapturePayment } from '../../application/payment/capture-payment.js';
import { PayBackOnRefundRequested } from '../../application/payment/pay-back-on-refund-requested.js';
import type { PaymentGateway } from '../../application/payment/ports/payment-gateway.js';
import {
  PAYMENT_TROUBLE,
  RaiseAlarmOnPaymentTrouble,
  type PaymentTrouble,
} from '../../application/payment/raise-alarm-on-payment-trouble.js';
import { RecordRefundPayout } from '../../application/payment/record-refund-payout.js';
import { RefundPayment } from '../../application/payment/refund-payment.js';
import { ResumeUnansweredRefunds } from '../../application/payment/resume-unanswered-refunds.js';
import { RetryRefund } from '../../application/payment/retry-refund.js';
import { VoidPayment } from '../../application/payment/void-payment.js';
import { PaymentAdminController } from '../../interfaces/http/payment/payment-admin-controller.js';
import { PaymentController } from '../../interfaces/http/payment/payment-controller.js';
import { WebhookController } from '../../interfaces/http/payment/webhook-controller.js';
import type { Config } from '../config/config.js';
import { CashOnDelivery } from '../payment/cash-on-delivery.js';
import { ConfiguredPaymentGateways } from '../payment/configured-payment-gateways.js';
import { PayPalPaymentGateway } from '../payment/paypal-payment-gateway.js';
import { RazorpayPaymentGateway } from '../payment/razorpay-payment-gateway.js';
import { StripePaymentGateway } from '../payment/stripe-payment-gateway.js';
import { SqlPaymentAdminQueries } from '../persistence/payment/sql-payment-admin-queries.js';
import { SqlPaymentBooks } from '../persistence/payment/sql-payment-books.js';
import { SqlPaymentQueries } from '../persistence/payment/sql-payment-queries.js';
import type { PoolSql } from '../persistence/shared/sql.js';
import { fakeGatewayOf } from './fake-provider-module.js';
import { TOKENS } from './tokens.js';

/** Every gateway there is, by the name that PAYMENT_GATEWAYS calls it by. */
const GATEWAYS: Readonly<Record<string, (config: Config, sql: PoolSql) => PaymentGateway>> = {
  fake: fakeGatewayOf,
  cod: () => new CashOnDelivery(),
  stripe: ({ stripe, frontendUrl, publicUrl, port }) => {
    if (!stripe) throw new Error('The settings of Stripe were not read');
    return new StripePaymentGateway({ ...stripe, returnUrl: frontendUrl ?? publicUrl ?? `http://127.0.0.1:${String(port)}` });
  },
  paypal: ({ paypal }) => {
    if (!paypal) throw new Error('The settings of PayPal were not read');
    return new PayPalPaymentGateway(paypal);
  },
  razorpay: ({ razorpay }) => {
    if (!razorpay) throw new Error('The settings of Razorpay were not read');
    return new RazorpayPaymentGateway(razorpay);
  },
};

export const paymentModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.paymentGateways)
    .toResolvedValue(
      (config, sql) => new ConfiguredPaymentGateways(config.paymentGateways.flatMap((name) => GATEWAYS[name]?.(config, sql) ?? [])),
      [TOKENS.config, TOKENS.poolSql],
    )
    .inSingletonScope();
  bind(TOKENS.paymentQueries).toResolvedValue((sql) => new SqlPaymentQueries(sql), [TOKENS.poolSql]);
  bind(TOKENS.reconcilePayments).toResolvedValue(
    (sql, gateways, settlePayment, clock, logger) =>
      new ReconcilePayments(new SqlPaymentBooks(sql), gateways, settlePayment, clock, logger),
    [TOKENS.poolSql, TOKENS.paymentGateways, TOKENS.settlePayment, TOKENS.clock, TOKENS.logger],
  );
  bind(TOKENS.resumeUnansweredRefunds).toResolvedValue(
    (sql, unitOfWork, gateways, clock, logger) =>
      new ResumeUnansweredRefunds(new SqlPaymentBooks(sql), new PayBackOnRefundRequested(unitOfWork, gateways, clock), clock, logger),
    [TOKENS.poolSql, TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.clock, TOKENS.logger],
  );
  bind(TOKENS.paymentAdminQueries).toResolvedValue((sql) => new SqlPaymentAdminQueries(sql), [TOKENS.poolSql]);

  bind(TOKENS.eventHandler).toResolvedValue(
    (unitOfWork, gateways, clock) => new PayBackOnRefundRequested(unitOfWork, gateways, clock),
    [TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.clock],
  );
  for (const trouble of Object.keys(PAYMENT_TROUBLE) as PaymentTrouble[])
    bind(TOKENS.eventHandler).toResolvedValue((logger) => new RaiseAlarmOnPaymentTrouble(trouble, logger), [TOKENS.logger]);
  bind(TOKENS.httpController).toResolvedValue((payments) => new PaymentController(payments), [TOKENS.paymentQueries]);
  bind(TOKENS.httpController).toResolvedValue((hear) => new WebhookController(hear), [TOKENS.hearProviderEvent]);
  bind(TOKENS.httpController).toResolvedValue(
    (payments, unitOfWork, gateways, reconcilePayments, clock, ids) =>
      new PaymentAdminController(
        payments,
        new CapturePayment(unitOfWork, gateways, clock, ids),
        new VoidPayment(unitOfWork, clock),
        new RefundPayment(unitOfWork, clock, ids),
        new RetryRefund(unitOfWork, clock, ids),
        new RecordRefundPayout(unitOfWork, clock),
        new ReviewPayment(unitOfWork, gateways, clock, ids),
        reconcilePayments,
        clock,
      ),
    [TOKENS.paymentAdminQueries, TOKENS.unitOfWork, TOKENS.paymentGateways, TOKENS.reconcilePayments, TOKENS.clock, TOKENS.idGenerator],
  );
});
