import type { PaymentId } from '../../../domain/shared/ids.js';

/** Where a provider sends the buyer's browser back to: good for one payment and a while, whoever follows it. */
export interface ReturnLinks {
  to(paymentId: PaymentId): string;
  /** Whether this is such a link, unchanged and in time. */
  opens(paymentId: PaymentId, expires: string, signature: string): boolean;
}
