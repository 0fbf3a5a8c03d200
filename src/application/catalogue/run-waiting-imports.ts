import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ImportProducts } from './import-products.js';
import type { ImportLog, ImportQueries } from './ports/import-log.js';
import type { TradeFormats } from './ports/product-file.js';

/**
 * Works off the files that wait, the oldest first and one at a time in the whole shop. One that was cut off goes on behind the last batch
 * that was committed. Safe to run on several workers at once.
 */
export class RunWaitingImports {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ imports: ImportLog }>,
    private readonly importProducts: ImportProducts,
    private readonly imports: ImportQueries,
    private readonly formats: TradeFormats,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @returns how many it brought to their end. */
  async execute(): Promise<number> {
    for (let ended = 0; ; ended += 1) {
      const holder = this.ids.next();
      const entry = await this.unitOfWork.run(({ imports }) => imports.take(holder, this.clock.now()));
      if (!entry) return ended;
      await this.importProducts.execute({ entry, file: this.formats.read(entry.format, () => this.imports.sent(entry.id)), holder });
    }
  }
}
