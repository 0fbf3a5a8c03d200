import { expect } from 'chai';
import { IdempotencyKeyReused } from '../../src/application/shared/errors.js';
import type { RequestLog } from '../../src/application/shared/ports/request-log.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { rejection } from '../support/rejection.js';

export interface RequestLogUnderTest {
  readonly store: UnitOfWork<{ requests: RequestLog }>;
  /** Makes every claim there is look `hours` older. */
  age(hours: number): Promise<void>;
}

const claimBy = (caller: string, key = 'key-1', fingerprint = 'fingerprint-1') => ({ caller, key, fingerprint });

/** What every RequestLog promises. */
export function requestLogContract(create: () => RequestLogUnderTest): void {
  describe('as a RequestLog', () => {
    it('gives a key to the first who claims it, and tells the second that it runs', async () => {
      const { store } = create();

      const first = await store.run(({ requests }) => requests.claim(claimBy('ann'), 'order-1'));
      const second = await store.run(({ requests }) => requests.claim(claimBy('ann'), 'order-2'));

      expect(first).to.deep.equal({ state: 'new' });
      expect(second).to.deep.include({ state: 'running', resourceId: 'order-1' });
    });

    it('answers with what was stored, and the first answer stays (IDM-01)', async () => {
      const { store } = create();
      await store.run(({ requests }) => requests.claim(claimBy('bob'), 'order-3'));
      await store.run(({ requests }) => requests.answer(['order-3', 'payment-3'], { status: 'confirmed', lines: [{ n: 1 }] }));
      await store.run(({ requests }) => requests.answer(['order-3'], { status: 'other' }));

      const again = await store.run(({ requests }) => requests.claim(claimBy('bob'), 'order-4'));

      expect(again).to.deep.equal({ state: 'answered', output: { status: 'confirmed', lines: [{ n: 1 }] }, reply: null });
    });

    it('refuses the key for another request (IDM-02)', async () => {
      const { store } = create();
      await store.run(({ requests }) => requests.claim(claimBy('cyd'), 'order-5'));

      const refusal = await rejection(store.run(({ requests }) => requests.claim(claimBy('cyd', 'key-1', 'another'), 'order-6')));

      expect(refusal).to.be.instanceOf(IdempotencyKeyReused);
    });

    it('keeps the keys of different callers apart (IDM-02)', async () => {
      const { store } = create();
      await store.run(({ requests }) => requests.claim(claimBy('dan'), 'order-7'));

      expect(await store.run(({ requests }) => requests.claim(claimBy('eve', 'key-1', 'another'), 'order-8'))).to.deep.equal({
        state: 'new',
      });
    });

    it('forgets a claim whose unit of work failed (IDM-04)', async () => {
      const { store } = create();
      await rejection(
        store.run(async ({ requests }) => {
          await requests.claim(claimBy('fay'), 'order-9');
          throw new Error('power cut');
        }),
      );

      expect(await store.run(({ requests }) => requests.claim(claimBy('fay'), 'order-10'))).to.deep.equal({ state: 'new' });
    });

    it('takes a key older than a day as new, and sweeps such keys (IDM-06)', async () => {
      const { store, age } = create();
      await store.run(({ requests }) => requests.claim(claimBy('gus'), 'order-11'));
      await age(25);

      expect(await store.run(({ requests }) => requests.claim(claimBy('gus', 'key-1', 'another'), 'order-12'))).to.deep.equal({
        state: 'new',
      });
      await age(25);
      expect(await store.run(({ requests }) => requests.forgetOld())).to.be.greaterThan(0);
      expect(await store.run(({ requests }) => requests.forgetOld())).to.equal(0);
    });
  });
}
