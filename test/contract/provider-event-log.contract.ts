import { expect } from 'chai';
import type { ProviderEvent } from '../../src/application/payment/ports/payment-gateway.js';
import type { ProviderEventLog } from '../../src/application/payment/ports/provider-event-log.js';
import { id, type PaymentId, type RefundId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { rejection } from '../support/rejection.js';

export interface EventLogStore {
  run<Result>(work: (scope: { readonly providerEvents: ProviderEventLog }) => Promise<Result>): Promise<Result>;
}

const NOON = new Date('2026-01-31T12:00:00.000Z');
const LONG_AGO = new Date(0);
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);
const PAYMENT = id<PaymentId>('01900000-0000-7000-8000-000000000a01');

const anEvent = (eventId: string, given: Partial<ProviderEvent> = {}): ProviderEvent => ({
  id: eventId,
  type: 'payment.captured',
  occurredAt: NOON,
  paymentId: PAYMENT,
  news: { kind: 'payment', word: { outcome: 'captured', reference: 'r', amount: Money.of(1250, 'USD') } },
  ...given,
});

/** What every ProviderEventLog promises. `create` hands out an empty one each time. */
export function providerEventLogContract(create: () => EventLogStore | Promise<EventLogStore>): void {
  describe('as a ProviderEventLog', () => {
    it('takes an event once for each provider', async () => {
      const store = await create();
      const take = (gateway: string) => store.run(({ providerEvents }) => providerEvents.take(gateway, anEvent('1'), NOON));

      expect([await take('fake'), await take('fake'), await take('stripe')]).to.deep.equal(['new', 'applied', 'new']);
    });

    it('tells what is known of an event without taking it', async () => {
      const store = await create();
      const fate = () => store.run(({ providerEvents }) => providerEvents.fateOf('fake', '1'));
      expect([await fate(), await fate()]).to.deep.equal(['new', 'new']);

      await store.run(({ providerEvents }) => providerEvents.take('fake', anEvent('1'), NOON));
      expect(await fate()).to.equal('applied');
      await store.run(({ providerEvents }) => providerEvents.park('fake', '1'));
      expect(await fate()).to.equal('parked');
      expect(await store.run(({ providerEvents }) => providerEvents.fateOf('stripe', '1'))).to.equal('new');
    });

    it('keeps nothing of an event whose effect failed', async () => {
      const store = await create();
      await rejection(
        store.run(async ({ providerEvents }) => {
          await providerEvents.take('fake', anEvent('1'), NOON);
          throw new Error('power cut');
        }),
      );
      expect(await store.run(({ providerEvents }) => providerEvents.take('fake', anEvent('1'), NOON))).to.equal('new');
    });

    it('gives parked events back as they came, the oldest first, until they are applied', async () => {
      const store = await create();
      const refund = anEvent('2', {
        paymentId: null,
        news: { kind: 'refund', refundId: id<RefundId>(PAYMENT), reference: 'r', answer: { outcome: 'failed', reason: 'no' } },
      });
      await store.run(async ({ providerEvents }) => {
        await providerEvents.take('fake', refund, minutes(1));
        await providerEvents.take('fake', anEvent('1'), NOON);
        await providerEvents.take('fake', anEvent('3'), NOON);
        for (const eventId of ['1', '2']) await providerEvents.park('fake', eventId);
      });
      const first = await store.run(({ providerEvents }) => providerEvents.nextParked(LONG_AGO));
      expect(first).to.deep.equal({ gateway: 'fake', event: anEvent('1'), receivedAt: NOON, isAlarmed: false });
      const place = { receivedAt: NOON, eventId: '1' };
      const second = await store.run(({ providerEvents }) => providerEvents.nextParked(LONG_AGO, place));
      expect(second?.event).to.deep.equal(refund);
      expect(await store.run(({ providerEvents }) => providerEvents.take('fake', anEvent('1'), NOON))).to.equal('parked');

      await store.run(async ({ providerEvents }) => {
        await providerEvents.applied('fake', '1', minutes(2));
        await providerEvents.alarmed('fake', '2', minutes(2));
      });
      const left = await store.run(({ providerEvents }) => providerEvents.nextParked(LONG_AGO));
      expect([left?.event.id, left?.isAlarmed]).to.deep.equal(['2', true]);
      expect(await store.run(({ providerEvents }) => providerEvents.nextParked(minutes(1))), 'too old').to.be.undefined;
      expect(await store.run(({ providerEvents }) => providerEvents.take('fake', anEvent('1'), NOON))).to.equal('applied');
    });
  });
}
