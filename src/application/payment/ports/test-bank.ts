import type { PaymentId } from '../../../domain/shared/ids.js';
import type { Money } from '../../../domain/shared/money.js';

/** A buyer who has to say at the bank that it is them. */
export interface WaitingBuyer {
  readonly amount: Money;
  /** Where the browser goes from there; null when nobody said. */
  readonly returnUrl: string | null;
}

/** The bank of a provider that is only played: for trying 3-D Secure out. */
export interface TestBank {
  /** Undefined unless the payment waits for its buyer. */
  waiting(paymentId: PaymentId): Promise<WaitingBuyer | undefined>;
  /** The buyer says yes or no; what was decided before stays. @returns where the browser goes from there. */
  decide(paymentId: PaymentId, isApproved: boolean): Promise<string | null>;
}
