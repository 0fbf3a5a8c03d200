import type { Clock } from '../shared/ports/clock.js';
import type { Logger } from '../shared/ports/logger.js';
import type { ImageStore } from './ports/image-store.js';
import type { ImageSweeps } from './ports/image-sweeps.js';
import type { ImageUse } from './ports/image-use.js';
import { unshown } from './unshown-images.js';

/** No upload takes so long: what is younger may be about to be shown. */
const YOUNG_MS = 24 * 60 * 60 * 1_000;
/** Orders are looked through once for so many pictures. */
const TOGETHER = 5_000;
/** So many that nobody knows are left over from faults; more of them, and more than are known, are somebody else's. */
const FEW = 10;

/**
 * Once a day, forgets the pictures that neither a product nor an order shows: those of uploads whose process died, and those that could
 * not be forgotten when they should have been. Stops, and says so, where most are strangers: then the place is another shop's as well.
 */
export class ForgetOrphanedImages {
  constructor(
    private readonly images: ImageStore,
    private readonly use: ImageUse,
    private readonly sweeps: ImageSweeps,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @returns how many were forgotten. @throws ImagesUnavailable: the rest is for the next day. */
  async execute(): Promise<number> {
    const now = this.clock.now();
    if (!(await this.sweeps.begin(now))) return 0;
    let [seen, forgotten] = [0, 0];
    for await (const urls of inParts(this.images.keptBefore(new Date(now.getTime() - YOUNG_MS)))) {
      const orphans = await unshown(this.use, urls);
      seen += urls.length;
      if (forgotten + orphans.length > FEW && (forgotten + orphans.length) * 2 > seen) {
        this.logger.warn('Most pictures are unknown here: does another shop keep its own in the same place?', {
          seen,
          unknown: orphans.length,
        });
        return forgotten;
      }
      for (const url of orphans) await this.images.discard(url);
      forgotten += orphans.length;
    }
    if (forgotten > 0) this.logger.info('Pictures that nobody shows were removed', { pictures: forgotten });
    return forgotten;
  }
}

/** As they come, but more of them at a time. */
async function* inParts(found: AsyncIterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  let part = new Set<string>();
  for await (const urls of found) {
    for (const url of urls) part.add(url);
    if (part.size < TOGETHER) continue;
    yield [...part];
    part = new Set();
  }
  yield [...part];
}
