import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReturnLinks } from '../../application/checkout/ports/return-links.js';
import type { Clock } from '../../application/shared/ports/clock.js';
import type { PaymentId } from '../../domain/shared/ids.js';

const GOOD_FOR_SECONDS = 24 * 3_600;

/** Ids tell when they were made (UUIDv7, RFC 9562 §5.7). */
const secondsOf = (paymentId: PaymentId): number => Math.floor(parseInt(paymentId.replaceAll('-', '').slice(0, 12), 16) / 1000);

/**
 * Links to our own return route with their end and an HMAC-SHA-256 over both. The link of a payment is the same whenever it is asked
 * for: a provider refuses the same idempotency key with another address.
 */
export class SignedReturnLinks implements ReturnLinks {
  constructor(
    private readonly publicUrl: string,
    private readonly secret: string,
    private readonly clock: Clock,
  ) {}

  to(paymentId: PaymentId): string {
    const expires = String(secondsOf(paymentId) + GOOD_FOR_SECONDS);
    const signature = this.#sign(paymentId, expires).toString('hex');
    return `${this.publicUrl}/api/payments/${paymentId}/return?expires=${expires}&signature=${signature}`;
  }

  opens(paymentId: PaymentId, expires: string, signature: string): boolean {
    if (!/^\d{1,12}$/.test(expires) || !/^[0-9a-f]{64}$/.test(signature)) return false;
    const isRight = timingSafeEqual(Buffer.from(signature, 'hex'), this.#sign(paymentId, expires));
    return isRight && Number(expires) * 1000 > this.clock.now().getTime();
  }

  /** The name in front keeps this apart from whatever else the secret signs. */
  #sign(paymentId: PaymentId, expires: string): Buffer {
    return createHmac('sha256', this.secret).update(`payment-return\n${paymentId}\n${expires}`).digest();
  }
}
