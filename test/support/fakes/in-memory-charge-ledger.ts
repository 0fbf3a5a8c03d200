import type { Charge, ChargeLedger, DueNotice, Notice } from '../../../src/infrastructure/payment/charge-ledger.js';

const CAN_BE_VOIDED: readonly Charge['status'][] = ['authorized', 'processing', 'requires_action'];

export class InMemoryChargeLedger implements ChargeLedger {
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, { readonly paymentId: string; readonly amountMinor: number }>();
  readonly #openedAt = new Map<string, number>();
  readonly #notices: (Notice & { readonly paymentId: string; readonly dueAt: number; readonly isSent: boolean })[] = [];

  async open(charge: Charge, notices: readonly Notice[] = []): Promise<Charge> {
    const first = this.charges.get(charge.paymentId) ?? charge;
    this.charges.set(charge.paymentId, first);
    if (first !== charge) return first;
    this.#openedAt.set(charge.paymentId, Date.now());
    for (const notice of notices) await this.tell(charge.paymentId, notice);
    return first;
  }

  async between(from: Date, to: Date): Promise<readonly (Charge & { readonly refundedMinor: number })[]> {
    const refunds = [...this.refunds.values()];
    const opened = ({ paymentId }: Charge) => this.#openedAt.get(paymentId) ?? 0;
    const charges = [...this.charges.values()].filter((charge) => opened(charge) >= from.getTime() && opened(charge) < to.getTime());
    return charges.map((charge) => {
      const back = refunds.filter((refund) => refund.paymentId === charge.paymentId);
      return { ...charge, refundedMinor: back.reduce((sum, { amountMinor }) => sum + amountMinor, 0) };
    });
  }

  async find(paymentId: string): Promise<Charge | undefined> {
    return this.charges.get(paymentId);
  }

  async capture(paymentId: string, amountMinor: number): Promise<Charge | undefined> {
    const charge = this.charges.get(paymentId);
    if (charge?.status !== 'authorized' || amountMinor > charge.amountMinor) return charge;
    const captured: Charge = { ...charge, status: 'captured', capturedMinor: amountMinor };
    this.charges.set(paymentId, captured);
    return captured;
  }

  async settle(paymentId: string, to: 'captured' | 'declined'): Promise<boolean> {
    const charge = this.charges.get(paymentId);
    if (charge?.status === 'processing' || charge?.status === 'requires_action') {
      const decided =
        to === 'captured' ? { capturedMinor: charge.amountMinor, declineCode: null } : { capturedMinor: 0, declineCode: 'card_declined' };
      this.charges.set(paymentId, { ...charge, ...decided, status: to });
    }
    return this.charges.get(paymentId)?.status === to;
  }

  async void(paymentId: string): Promise<void> {
    const charge = this.charges.get(paymentId);
    if (charge && CAN_BE_VOIDED.includes(charge.status)) this.charges.set(paymentId, { ...charge, status: 'voided' });
  }

  async hasRefunded(refundId: string): Promise<boolean> {
    return this.refunds.has(refundId);
  }

  async refund(refundId: string, paymentId: string, amountMinor: number): Promise<boolean> {
    if (this.refunds.has(refundId)) return true;
    const given = [...this.refunds.values()].filter((each) => each.paymentId === paymentId);
    const sum = given.reduce((all, each) => all + each.amountMinor, 0);
    if (sum + amountMinor > (this.charges.get(paymentId)?.capturedMinor ?? 0)) return false;
    this.refunds.set(refundId, { paymentId, amountMinor });
    return true;
  }

  async tell(paymentId: string, notice: Notice): Promise<void> {
    this.#notices.push({ ...notice, paymentId, dueAt: Date.now() + notice.afterMs, isSent: false });
  }

  async due(at: Date, limit: number): Promise<readonly DueNotice[]> {
    return this.#notices
      .flatMap((notice, id) => {
        const charge = this.charges.get(notice.paymentId);
        if (!charge || notice.isSent || notice.dueAt > at.getTime()) return [];
        return [{ id, eventId: notice.eventId, type: notice.type, settles: notice.settles ?? null, charge }];
      })
      .slice(0, limit);
  }

  async crossOff(noticeId: number): Promise<void> {
    const notice = this.#notices[noticeId];
    if (notice) this.#notices[noticeId] = { ...notice, isSent: true };
  }
}
