import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha's own report; the counts also go to a file, so that the runner can say them last, after whatever else is printed. */
export default class Report extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
