import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { FailureTallies } from '../../src/infrastructure/limits/failure-tallies.js';

/** What every FailureTallies promises. */
export function failureTalliesContract(create: () => FailureTallies): void {
  describe('as FailureTallies', () => {
    const failuresOf = async (tallies: FailureTallies, keys: readonly string[]) =>
      (await tallies.read(keys)).map(({ failures }) => failures);

    it('count each key by itself, in the order of asking (ACC-11)', async () => {
      const [tallies, ada, bob, nobody] = [create(), randomUUID(), randomUUID(), randomUUID()];
      await tallies.add([ada, bob]);
      await tallies.add([ada]);
      expect(await failuresOf(tallies, [bob, nobody, ada])).to.deep.equal([1, 0, 2]);
      const [ofAda] = await tallies.read([ada]);
      expect(ofAda?.msAgo).to.be.within(0, 30_000);
    });

    it('take back so many and no more, and forget (ACC-11)', async () => {
      const [tallies, ada, bob] = [create(), randomUUID(), randomUUID()];
      for (let turn = 0; turn < 3; turn += 1) await tallies.add([ada, bob]);
      await tallies.takeBack(ada, 2);
      await tallies.takeBack(bob, 5);
      await tallies.takeBack(randomUUID(), 5);
      expect(await failuresOf(tallies, [ada, bob])).to.deep.equal([1, 0]);
      await tallies.forget([ada, bob]);
      expect(await failuresOf(tallies, [ada, bob])).to.deep.equal([0, 0]);
    });

    it('lose none of those that fail at the same moment (ACC-11)', async () => {
      const [tallies, ada, bob] = [create(), randomUUID(), randomUUID()];
      await Promise.all(Array.from({ length: 40 }, (_, turn) => tallies.add(turn % 2 ? [ada, bob] : [bob, ada])));
      expect(await failuresOf(tallies, [ada, bob])).to.deep.equal([40, 40]);
    });
  });
}
