import { BadCredentials } from '../../domain/identity/account-errors.js';
import { Session } from '../../domain/identity/session.js';
import { EmailAddress } from '../../domain/shared/email-address.js';
import type { SessionId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { SecretTokens } from '../shared/ports/secret-tokens.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { accountViewOf, type AccountQueries, type AccountView, type Credentials } from './ports/account-queries.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { LoginGuard } from './ports/login-guard.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { TokenIssuer } from './ports/token-issuer.js';
import { grantTo, type SessionGrant } from './session-grant.js';

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Where the request came from. */
  readonly address: string;
}

export interface SignInOutput extends SessionGrant {
  readonly account: AccountView;
}

/** The password was changed, or kept better, between comparing it and opening the session. */
const OVERTAKEN = Symbol('overtaken');
const MAX_LOOKS = 3;

/** Compares a password and starts a session. Unknown, wrong and disabled are one answer after the same work. */
export class SignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository; sessions: SessionRepository }>,
    private readonly accounts: AccountQueries,
    private readonly guard: LoginGuard,
    private readonly hasher: PasswordHasher,
    private readonly secrets: SecretTokens,
    private readonly issuer: TokenIssuer,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws BadCredentials
   * @throws TooManyAttempts
   */
  async execute({ email: given, password, address }: SignInInput): Promise<SignInOutput> {
    const email = given.trim().toLowerCase();
    let output: SignInOutput | undefined;
    await this.guard.attempt({ email, address }, async () => {
      output = await this.#compare(email, password);
      return output !== undefined;
    });
    if (!output) throw new BadCredentials();
    return output;
  }

  async #compare(email: string, password: string): Promise<SignInOutput | undefined> {
    for (let look = 1; look <= MAX_LOOKS; look += 1) {
      const known = EmailAddress.isValid(email) ? await this.accounts.credentialsOf(email) : undefined;
      const isRight = await this.hasher.verify(password, known?.passwordHash);
      if (!known?.isActive || !isRight) return undefined;
      const output = await this.#open(known, password);
      if (output !== OVERTAKEN) return output;
    }
    return undefined;
  }

  async #open({ accountId, passwordHash }: Credentials, password: string): Promise<SignInOutput | typeof OVERTAKEN> {
    const betterHash = this.hasher.isOutdated(passwordHash) ? await this.hasher.hash(password) : undefined;
    const { token: refreshToken, hash: tokenHash } = this.secrets.issue();
    const sessionId = this.ids.next<SessionId>();
    return this.unitOfWork.run(async ({ accounts, sessions }) => {
      const account = await accounts.find(accountId);
      if (!account?.isActive || account.passwordHash !== passwordHash) return OVERTAKEN;
      const now = this.clock.now();
      if (betterHash !== undefined) {
        account.rehash(betterHash);
        await accounts.save(account);
      }
      await sessions.save(Session.start({ id: sessionId, accountId, tokenHash }, now));
      return { ...grantTo({ accountId, sessionId, refreshToken }, this.issuer, now), account: accountViewOf(account) };
    });
  }
}
