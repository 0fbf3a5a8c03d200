/** What the fake provider knows of one charge. */
export interface Charge {
  readonly paymentId: string;
  readonly reference: string;
  readonly token: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly capturedMinor: number;
  readonly status: 'captured' | 'authorized' | 'declined' | 'processing' | 'requires_action' | 'voided';
  readonly declineCode: string | null;
}

/** The fake provider's own books, apart from the shop's: written at once, whatever becomes of the shop's transactions. */
export interface ChargeLedger {
  /** Charges that were opened in this half-open period, with what went back of each; the oldest first. */
  between(from: Date, to: Date): Promise<readonly (Charge & { readonly refundedMinor: number })[]>;
  /** Keeps the first charge of a payment; asking again gives that one back. */
  open(charge: Charge): Promise<Charge>;
  find(paymentId: string): Promise<Charge | undefined>;
  /** Takes an authorized amount or a part of it; anything else changes nothing. @returns how the charge stands then. */
  capture(paymentId: string, amountMinor: number): Promise<Charge | undefined>;
  /** Ends what was not captured; anything else changes nothing. */
  void(paymentId: string): Promise<void>;
  /** @returns whether the money goes back: once for each refund, and never more than was captured. */
  refund(refundId: string, paymentId: string, amountMinor: number): Promise<boolean>;
}
