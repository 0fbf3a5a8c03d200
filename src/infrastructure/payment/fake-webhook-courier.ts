import type { Clock } from '../../application/shared/ports/clock.js';
import { Money } from '../../domain/shared/money.js';
import type { ChargeLedger, DueNotice } from './charge-ledger.js';
import type { FakeEvent } from './fake-payment-gateway.js';
import { timestampedSignature } from './timestamped-signature.js';

export interface SignedNotice {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const AT_ONCE = 100;

/** Brings what the fake provider has to tell to the shop's door, signed; what is not answered with 2xx is brought again. */
export class FakeWebhookCourier {
  /** @param post @returns the status of the answer; throws when there is none. */
  constructor(
    private readonly ledger: ChargeLedger,
    private readonly secret: string,
    private readonly clock: Clock,
    private readonly post: (notice: SignedNotice) => Promise<number>,
  ) {}

  /** @returns how many were taken. */
  async deliver(): Promise<number> {
    let taken = 0;
    for (const notice of await this.ledger.due(this.clock.now(), AT_ONCE)) {
      if (await this.#bring(notice)) taken += 1;
    }
    return taken;
  }

  async #bring(notice: DueNotice): Promise<boolean> {
    const { settles, charge } = notice;
    if (settles && !(await this.ledger.settle(charge.paymentId, settles))) {
      await this.ledger.crossOff(notice.id);
      return false;
    }
    const status = await this.post(this.#sign(notice)).catch(() => 0);
    if (status < 200 || status > 299) return false;
    await this.ledger.crossOff(notice.id);
    return true;
  }

  #sign({ eventId, type, charge: { paymentId, amountMinor, currency, declineCode } }: DueNotice): SignedNotice {
    const at = this.clock.now();
    const event: FakeEvent = {
      id: eventId,
      type,
      created: Math.floor(at.getTime() / 1000),
      data: {
        payment_id: paymentId,
        amount: Money.of(amountMinor, currency).toDecimal(),
        currency,
        ...(type === 'payment.failed' ? { decline_code: declineCode ?? 'card_declined' } : {}),
      },
    };
    const body = JSON.stringify(event);
    const signature = timestampedSignature(this.secret, Buffer.from(body), at);
    return { body, headers: { 'Content-Type': 'application/json', 'X-Webhook-Signature': signature } };
  }
}
