import type { LoginAttempt, LoginGuard } from '../../application/identity/ports/login-guard.js';
import { TooManyAttempts } from '../../domain/identity/account-errors.js';
import { NO_FAILURES, type FailureTallies, type Tally } from './failure-tallies.js';
import { networkOf } from './network-of.js';

const FREE_FAILURES = 5;
const LONGEST_DELAY_S = 900;
const MAX_WAITING = 256;
/** What bcrypt does at once anyway: so many more than allowed may slip through from one network, and it is no slower for those who share one. */
const AT_ONCE_FROM_A_NETWORK = 2;

/** Lets only so many with the same key go at once; the others wait in line. */
class Turns {
  readonly #lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(private readonly width: number) {}

  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? { running: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.running < this.width) line.running += 1;
    else if (line.waiting.length >= MAX_WAITING) throw new TooManyAttempts(1);
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if ((line.running -= 1) === 0) this.#lines.delete(key);
    }
  }
}

/** How long nothing is read after so many failures. */
const waitAfter = ({ failures, msAgo }: Tally): number =>
  failures < FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES), LONGEST_DELAY_S) * 1000 - msAgo;

/**
 * Keeps its tallies under keys that tell nobody an address. Tries for one account take turns in a process; with several processes each
 * may be one try ahead of the others, no more.
 */
export class TallyingLoginGuard implements LoginGuard {
  readonly #emailTurns = new Turns(1);
  readonly #networkTurns = new Turns(AT_ONCE_FROM_A_NETWORK);

  constructor(
    private readonly tallies: FailureTallies,
    private readonly hide: (text: string) => string,
  ) {}

  async attempt(attempt: LoginAttempt, isRight: () => Promise<boolean>): Promise<boolean> {
    const [email, network] = [this.#keyOf('email', attempt.email), this.#keyOf('network', networkOf(attempt.address))];
    // Everybody takes the network's turn first, so that no two wait for each other.
    return this.#networkTurns.take(network, () => this.#emailTurns.take(email, () => this.#judge(email, network, isRight)));
  }

  async forgive(email: string): Promise<void> {
    await this.tallies.forget([this.#keyOf('email', email)]);
  }

  async #judge(email: string, network: string, isRight: () => Promise<boolean>): Promise<boolean> {
    // What a network's failures would be without this e-mail address: a success takes back its own and nobody else's.
    const pair = this.#keyOf('pair', `${email}${network}`);
    const [ofEmail = NO_FAILURES, ofNetwork = NO_FAILURES, ofPair = NO_FAILURES] = await this.tallies.read([email, network, pair]);
    const wait = Math.max(waitAfter(ofEmail), waitAfter(ofNetwork));
    if (wait > 0) throw new TooManyAttempts(Math.ceil(wait / 1000));
    const right = await isRight();
    if (!right) await this.tallies.add([email, network, pair]);
    else if (ofEmail.failures > 0 || ofPair.failures > 0) {
      await this.tallies.takeBack(network, ofPair.failures);
      await this.tallies.forget([email, pair]);
    }
    return right;
  }

  #keyOf(what: string, text: string): string {
    return this.hide(`${what} ${text}`);
  }
}
