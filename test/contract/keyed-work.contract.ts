import { expect } from 'chai';
import { AnsweredBefore, IdempotencyInProgress, IdempotencyKeyReused } from '../../src/application/shared/errors.js';
import type { RequestFate, RequestLog } from '../../src/application/shared/ports/request-log.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { Money } from '../../src/domain/shared/money.js';
import { rejection } from '../support/rejection.js';
import type { RequestLogUnderTest } from './request-log.contract.js';

/** What every UnitOfWork promises to work that comes with a claim. */
export function keyedWorkContract(create: () => RequestLogUnderTest): void {
  describe('as a UnitOfWork that is given a claim', () => {
    let keys = 0;
    const aClaim = () => ({ caller: 'hal', key: `work-${(keys += 1)}`, fingerprint: 'fingerprint-1' });
    const running = (store: UnitOfWork<{ requests: RequestLog }>) => {
      const fates: RequestFate[] = [];
      let times = 0;
      const run = (claim: ReturnType<typeof aClaim>, result?: unknown) =>
        store.run(
          () => {
            times += 1;
            return Promise.resolve(result);
          },
          { ...claim, told: (fate) => fates.push(fate) },
        );
      return { run, fates, times: () => times };
    };

    it('works once and gives its result again, dates and money too (IDM-01)', async () => {
      const { run, fates, times } = running(create().store);
      const [claim, result] = [aClaim(), { at: new Date(1_700_000_000_000), price: Money.of(1250, 'EUR'), list: [null, { b: 1, a: 2 }] }];

      const [first, second] = [await run(claim, result), await run(claim, 'other')];

      expect(first).to.equal(result);
      expect(second).to.deep.equal(result);
      expect(JSON.stringify(second), 'in its order').to.equal(JSON.stringify(result));
      expect((second as typeof result).price).to.be.instanceOf(Money);
      expect(fates).to.deep.equal(['done', 'replayed']);
      expect(times()).to.equal(1);
    });

    it('remembers work that has nothing to say', async () => {
      const { run, times } = running(create().store);
      const claim = aClaim();

      await run(claim);
      await run(claim);

      expect(times()).to.equal(1);
    });

    it('hands out the reply once that was kept, and the first reply stays (IDM-01)', async () => {
      const { store } = create();
      const { run, times } = running(store);
      const claim = aClaim();
      await run(claim, 1);
      await store.run(({ requests }) => requests.keepReply({ ...claim, fingerprint: 'another' }, 'not mine'));
      await store.run(({ requests }) => requests.keepReply(claim, 'the reply'));
      await store.run(({ requests }) => requests.keepReply(claim, 'a later one'));

      const answered = await rejection(run(claim, 2));

      expect(answered).to.be.instanceOf(AnsweredBefore).with.property('reply', 'the reply');
      expect(times()).to.equal(1);
    });

    it('refuses the key for another request, and while somebody else will answer it (IDM-01, IDM-02)', async () => {
      const { store } = create();
      const { run, times } = running(store);
      const [known, taken] = [aClaim(), aClaim()];
      await run(known);
      await store.run(({ requests }) => requests.claim(taken, 'order-20'));

      expect(await rejection(run({ ...known, fingerprint: 'another' }))).to.be.instanceOf(IdempotencyKeyReused);
      expect(await rejection(run(taken))).to.be.instanceOf(IdempotencyInProgress);
      expect(times()).to.equal(1);
    });

    it('keeps nothing of work that failed, nor of a result that could not be given again (IDM-04)', async () => {
      const { store } = create();
      const { run, fates } = running(store);
      const claim = aClaim();

      expect(await rejection(store.run(() => Promise.reject(new Error('power cut')), claim))).to.have.property('message', 'power cut');
      expect(await rejection(run(claim, new Map()))).to.be.instanceOf(TypeError);
      expect(await run(claim, 'now')).to.equal('now');
      expect(fates).to.deep.equal(['done']);
    });

    it('works again for a key that is older than a day (IDM-06)', async () => {
      const { store, age } = create();
      const { run, times } = running(store);
      const claim = aClaim();
      await run(claim, 1);
      await store.run(({ requests }) => requests.keepReply(claim, 'old'));
      await age(25);

      expect(await run(claim, 2)).to.equal(2);
      expect(times()).to.equal(2);
    });
  });
}
