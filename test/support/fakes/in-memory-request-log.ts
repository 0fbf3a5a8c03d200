import { IdempotencyKeyReused } from '../../../src/application/shared/errors.js';
import type { ClaimState, RequestClaim, RequestLog } from '../../../src/application/shared/ports/request-log.js';
import type { Clock } from '../../../src/application/shared/ports/clock.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

interface ClaimRow {
  readonly fingerprint: string;
  readonly resourceId: string;
  readonly claimedAt: Date;
  readonly output: unknown;
}

const DAY_MS = 86_400_000;

export class InMemoryRequestLog implements RequestLog {
  readonly #rows: Map<string, ClaimRow>;

  constructor(
    transaction: MemoryTransaction,
    private readonly clock: Clock = { now: () => new Date() },
  ) {
    this.#rows = transaction.rows<ClaimRow>('request_claims');
  }

  claim({ caller, key, fingerprint }: RequestClaim, resourceId: string): Promise<ClaimState> {
    const name = `${caller} ${key}`;
    const known = this.#rows.get(name);
    if (!known || this.#isOld(known)) {
      this.#rows.set(name, { fingerprint, resourceId, claimedAt: this.clock.now(), output: null });
      return Promise.resolve({ state: 'new' });
    }
    if (known.fingerprint !== fingerprint) return Promise.reject(new IdempotencyKeyReused());
    if (known.output === null) return Promise.resolve({ state: 'running', resourceId: known.resourceId, claimedAt: known.claimedAt });
    return Promise.resolve({ state: 'answered', output: known.output });
  }

  answer(resourceId: string, output: object): Promise<void> {
    for (const [name, row] of this.#rows) {
      if (row.resourceId === resourceId && row.output === null)
        this.#rows.set(name, { ...row, output: JSON.parse(JSON.stringify(output)) as unknown });
    }
    return Promise.resolve();
  }

  forgetOld(): Promise<number> {
    const old = [...this.#rows].filter(([, row]) => this.#isOld(row));
    for (const [name] of old) this.#rows.delete(name);
    return Promise.resolve(old.length);
  }

  #isOld({ claimedAt }: ClaimRow): boolean {
    return this.clock.now().getTime() - claimedAt.getTime() > DAY_MS;
  }
}
