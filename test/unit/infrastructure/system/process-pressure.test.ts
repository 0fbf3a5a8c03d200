import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { ProcessPressure } from '../../../../src/infrastructure/system/process-pressure.js';
import { eventually } from '../../../support/eventually.js';

const BUSY_MS = 300;
const NOTICED_MS = 100;

/** Nothing else happens in this process for so long. */
function beBusy(): void {
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
}

describe('How hard it is to keep up', () => {
  it('is told by how late a process is for a while, and forgotten when it is not any more', async function () {
    this.timeout(60_000);
    const pressure = new ProcessPressure(() => 7);
    expect(pressure.lagMs()).to.equal(0);
    beBusy();
    await sleep(1);
    expect(pressure.lagMs(), 'one hiccup is nothing').to.equal(0);
    await eventually('it is late all the time', () => {
      beBusy();
      return pressure.lagMs() >= NOTICED_MS;
    });
    await eventually('it is in time again', () => pressure.lagMs() < NOTICED_MS);
    expect(pressure.databaseWaitMs()).to.equal(7);
  });
});
