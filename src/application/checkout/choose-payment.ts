import { UnknownPaymentGateway } from '../../domain/payment/payment-errors.js';
import type { PaymentGateway, PaymentGateways } from '../payment/ports/payment-gateway.js';

/** How the buyer wants to pay. */
export interface PaymentChoice {
  /** Not given: cash when the method says so, else the shop's first gateway. */
  readonly gateway?: string | undefined;
  /** `card`, `upi`, `wallet` or `cod`. */
  readonly method?: string | undefined;
  /** The provider's word for the card; never a card number. */
  readonly token?: string | undefined;
  /** Heard by the fake gateway only. */
  readonly simulateSuccess?: boolean | undefined;
}

const CASH = 'cod';

/** The money comes at the door. */
export const isCash = ({ name }: PaymentGateway): boolean => name === CASH;

/** @throws UnknownPaymentGateway */
export function choosePayment(
  gateways: PaymentGateways,
  { gateway: wanted, method }: PaymentChoice,
): { readonly gateway: PaymentGateway; readonly method: string } {
  const gateway = gateways.find(wanted ?? (method === CASH ? CASH : (gateways.names[0] ?? '')));
  if (!gateway) throw new UnknownPaymentGateway(gateways.names);
  return { gateway, method: isCash(gateway) ? CASH : method === CASH || method === undefined ? 'card' : method };
}
