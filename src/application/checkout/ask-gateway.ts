import type { ProviderWord } from '../../domain/payment/payment.js';
import { GatewayUnreachable, type AuthorizeRequest, type KnownPayment, type PaymentGateway } from '../payment/ports/payment-gateway.js';

/** Nobody knows yet whether the money was taken: it is asked for later, by our own key. */
const NO_WORD: ProviderWord = { outcome: 'processing', reference: null };

/** Silence is a word too; whatever else goes wrong in an adapter is a fault. */
async function listen(word: Promise<ProviderWord>): Promise<ProviderWord> {
  try {
    return await word;
  } catch (error) {
    if (error instanceof GatewayUnreachable) return NO_WORD;
    throw error;
  }
}

/** Asks for the money. Never inside a unit of work. */
export const askForMoney = (gateway: PaymentGateway, request: AuthorizeRequest): Promise<ProviderWord> =>
  listen(gateway.authorize(request));

/** Asks what became of a payment. Never inside a unit of work. */
export const askWhatBecame = (gateway: PaymentGateway, payment: KnownPayment): Promise<ProviderWord> => listen(gateway.lookUp(payment));
