import { AccountNotFound, SessionOver, WrongPassword } from '../../domain/identity/account-errors.js';
import { requireFitPassword } from '../../domain/identity/password-policy.js';
import type { AccountId, SessionId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { SecretTokens } from '../shared/ports/secret-tokens.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountQueries } from './ports/account-queries.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { LoginGuard } from './ports/login-guard.js';
import type { MailTokenRepository } from './ports/mail-tokens.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PasswordJudge } from './ports/password-judge.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';
import type { TokenIssuer } from './ports/token-issuer.js';
import { grantTo, type SessionGrant } from './session-grant.js';

export interface ChangePasswordInput {
  readonly accountId: AccountId;
  /** The session that asks, and stays. */
  readonly sessionId: SessionId;
  readonly oldPassword: string;
  readonly newPassword: string;
  /** Where the request came from. */
  readonly address: string;
}

interface Scope {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly mailTokens: MailTokenRepository;
}

/** Sets a new password for whoever knows the old one. Other sessions end, and every refresh token but the one that is handed out. */
export class ChangePassword {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly accounts: AccountQueries,
    private readonly guard: LoginGuard,
    private readonly hasher: PasswordHasher,
    private readonly judge: PasswordJudge,
    private readonly secrets: SecretTokens,
    private readonly issuer: TokenIssuer,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws WrongPassword
   * @throws TooManyAttempts
   * @throws UnfitPassword
   */
  async execute({ accountId, sessionId, oldPassword, newPassword, address }: ChangePasswordInput): Promise<SessionGrant> {
    const account = await this.accounts.detailsOf(accountId);
    if (!account) throw new AccountNotFound();
    const { email } = account;
    requireFitPassword({ password: newPassword, email, isCommon: this.judge.isCommon(newPassword) }, 'new_password');
    const known = await this.accounts.credentialsOf(email);
    const isRight = await this.guard.attempt({ email, address }, () => this.hasher.verify(oldPassword, known?.passwordHash));
    if (!known || !isRight) throw new WrongPassword();
    const passwordHash = await this.hasher.hash(newPassword);
    const { token: refreshToken, hash: tokenHash } = this.secrets.issue();
    const grant = await this.unitOfWork.run(async ({ accounts, sessions, mailTokens }) => {
      const now = this.clock.now();
      const changing = await accounts.find(accountId);
      if (changing?.passwordHash !== known.passwordHash) throw new WrongPassword(); // somebody was faster
      const session = await sessions.find(sessionId);
      if (!session?.isAlive(now)) throw new SessionOver();
      changing.changePassword(passwordHash, now);
      session.startAnew(tokenHash, now);
      await accounts.save(changing);
      await sessions.save(session);
      await sessions.endAllOf(accountId, now, sessionId);
      await mailTokens.revoke(accountId, 'reset');
      return grantTo({ accountId, sessionId, refreshToken }, this.issuer, now);
    });
    this.standings.forget(accountId);
    return grant;
  }
}
