import { IdempotencyKeyReused } from '../../../src/application/shared/errors.js';
import type { ClaimState, RequestClaim, RequestLog } from '../../../src/application/shared/ports/request-log.js';
import type { Clock } from '../../../src/application/shared/ports/clock.js';
import { readOutput, writeOutput } from '../../../src/infrastructure/persistence/requests/kept-output.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';

interface ClaimRow {
  readonly fingerprint: string;
  readonly resourceId: string | null;
  readonly claimedAt: Date;
  /** JSON; null while it runs. */
  readonly output: string | null;
  readonly reply: string | null;
}

const DAY_MS = 86_400_000;

const nameOf = ({ caller, key }: Pick<RequestClaim, 'caller' | 'key'>): string => `${caller} ${key}`;

export class InMemoryRequestLog implements RequestLog {
  readonly #rows: Map<string, ClaimRow>;

  constructor(
    transaction: MemoryTransaction,
    private readonly clock: Clock = { now: () => new Date() },
  ) {
    this.#rows = transaction.rows<ClaimRow>('request_claims');
  }

  claim({ caller, key, fingerprint }: RequestClaim, resourceId: string | null): Promise<ClaimState> {
    const name = nameOf({ caller, key });
    const known = this.#rows.get(name);
    if (!known || this.#isOld(known)) {
      this.#rows.set(name, { fingerprint, resourceId, claimedAt: this.clock.now(), output: null, reply: null });
      return Promise.resolve({ state: 'new' });
    }
    if (known.fingerprint !== fingerprint) return Promise.reject(new IdempotencyKeyReused());
    if (known.output === null) return Promise.resolve({ state: 'running', resourceId: known.resourceId, claimedAt: known.claimedAt });
    return Promise.resolve({ state: 'answered', output: readOutput(JSON.parse(known.output)), reply: known.reply });
  }

  keepOutput(claim: RequestClaim, output: unknown): Promise<void> {
    this.#change(([name, row]) => name === nameOf(claim) && row.output === null, { output: writeOutput(output) });
    return Promise.resolve();
  }

  answer(resourceIds: readonly string[], output: object): Promise<void> {
    const isMeant = ({ resourceId }: ClaimRow) => resourceId !== null && resourceIds.includes(resourceId);
    this.#change(([, row]) => isMeant(row) && row.output === null, { output: writeOutput(output) });
    return Promise.resolve();
  }

  keepReply(claim: RequestClaim, reply: string): Promise<void> {
    const isMine = (row: ClaimRow) => row.fingerprint === claim.fingerprint && row.output !== null && row.reply === null;
    this.#change(([name, row]) => name === nameOf(claim) && isMine(row), { reply });
    return Promise.resolve();
  }

  forgetOld(): Promise<number> {
    const old = [...this.#rows].filter(([, row]) => this.#isOld(row));
    for (const [name] of old) this.#rows.delete(name);
    return Promise.resolve(old.length);
  }

  #change(isMeant: (entry: [string, ClaimRow]) => boolean, change: Partial<ClaimRow>): void {
    for (const [name, row] of [...this.#rows].filter(isMeant)) this.#rows.set(name, { ...row, ...change });
  }

  #isOld({ claimedAt }: ClaimRow): boolean {
    return this.clock.now().getTime() - claimedAt.getTime() > DAY_MS;
  }
}
