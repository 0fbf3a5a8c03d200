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
  /** Where the buyer goes from the bank's page. */
  readonly returnUrl: string | null;
}

/** What the provider will tell by itself. */
export interface Notice {
  /** The same for every delivery of the same thing. */
  readonly eventId: string;
  readonly type: string;
  /** How long after it was decided to tell it. */
  readonly afterMs: number;
  /** What becomes of an open charge the moment before it is told. */
  readonly settles?: 'captured' | 'declined' | undefined;
}

export interface DueNotice {
  /** Of this one delivery. */
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  readonly settles: 'captured' | 'declined' | null;
  readonly charge: Charge;
}

/** The fake provider's own books, apart from the shop's: written at once, whatever becomes of the shop's transactions. */
export interface ChargeLedger {
  /** Charges that were opened in this half-open period, with what went back of each; the oldest first. */
  between(from: Date, to: Date): Promise<readonly (Charge & { readonly refundedMinor: number })[]>;
  /** Keeps the first charge of a payment, and what is to be told of it; asking again gives that one back. */
  open(charge: Charge, notices?: readonly Notice[]): Promise<Charge>;
  find(paymentId: string): Promise<Charge | undefined>;
  /** Takes an authorized amount or a part of it; anything else changes nothing. @returns how the charge stands then. */
  capture(paymentId: string, amountMinor: number): Promise<Charge | undefined>;
  /** Decides a charge that is open; anything else changes nothing. @returns whether it stands so now. */
  settle(paymentId: string, to: 'captured' | 'declined'): Promise<boolean>;
  /** Ends what was not captured; anything else changes nothing. */
  void(paymentId: string): Promise<void>;
  /** @returns whether the money goes back: once for each refund, and never more than was captured. */
  refund(refundId: string, paymentId: string, amountMinor: number): Promise<boolean>;
  /** Whether it went back. */
  hasRefunded(refundId: string): Promise<boolean>;

  /** Something more to tell of a charge. */
  tell(paymentId: string, notice: Notice): Promise<void>;
  /** What is to be told by `at`, in its order; what is handed out is due again after a while, a few times, unless it was crossed off. */
  due(at: Date, limit: number): Promise<readonly DueNotice[]>;
  /** Told, or not true any more. */
  crossOff(noticeId: number): Promise<void>;
}
