import { InvalidToken } from '../../domain/identity/account-errors.js';
import { requireFitPassword } from '../../domain/identity/password-policy.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { LoginGuard } from './ports/login-guard.js';
import type { MailTokenOwner, MailTokenRepository } from './ports/mail-tokens.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PasswordJudge } from './ports/password-judge.js';
import type { SessionRepository } from './ports/session-repository.js';
import type { SessionStandings } from './ports/session-standings.js';

export interface ResetPasswordInput {
  readonly token: string;
  readonly newPassword: string;
}

interface Scope {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly mailTokens: MailTokenRepository;
}

/**
 * Sets a new password for whoever got the mail, which also shows that the address is theirs. Every session ends. The token works once;
 * a password that does not do leaves it working.
 */
export class ResetPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork<Scope>,
    private readonly guard: LoginGuard,
    private readonly hasher: PasswordHasher,
    private readonly judge: PasswordJudge,
    private readonly standings: SessionStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws InvalidToken
   * @throws UnfitPassword
   */
  async execute({ token, newPassword }: ResetPasswordInput): Promise<void> {
    const asked = await this.unitOfWork.run(({ mailTokens }) => mailTokens.ownerOf(token, this.clock.now()));
    const { email } = resetting(asked);
    requireFitPassword({ password: newPassword, email, isCommon: this.judge.isCommon(newPassword) }, 'new_password');
    const passwordHash = await this.hasher.hash(newPassword);
    const accountId = await this.unitOfWork.run(async ({ accounts, sessions, mailTokens }) => {
      const now = this.clock.now();
      const owner = resetting(await mailTokens.redeem(token, now));
      const account = await accounts.find(owner.accountId);
      if (!account?.isActive || account.email !== owner.email) throw new InvalidToken();
      account.verify(now);
      account.changePassword(passwordHash, now);
      await accounts.save(account);
      await sessions.endAllOf(account.id, now);
      return account.id;
    });
    this.standings.forget(accountId);
    await this.guard.forgive(email);
  }
}

/** @throws InvalidToken */
function resetting(owner: MailTokenOwner | undefined): MailTokenOwner {
  if (owner?.purpose !== 'reset') throw new InvalidToken();
  return owner;
}
