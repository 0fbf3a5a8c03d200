import { Account } from '../../domain/identity/account.js';
import { requireFitPassword } from '../../domain/identity/password-policy.js';
import { EmailAddress } from '../../domain/shared/email-address.js';
import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PasswordJudge } from './ports/password-judge.js';

export interface RegisterAccountInput {
  readonly email: string;
  readonly password: string;
  /** What stands before the @ when it is not said. */
  readonly name?: string | undefined;
}

/**
 * Opens an account, or tells the owner of the address that somebody tried to. The caller learns neither, and the work is the same;
 * of several at once exactly one opens it.
 */
export class RegisterAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository }>,
    private readonly hasher: PasswordHasher,
    private readonly judge: PasswordJudge,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws InvalidEmailAddress
   * @throws UnfitPassword
   */
  async execute({ email: given, password, name }: RegisterAccountInput): Promise<void> {
    const address = EmailAddress.parse(given);
    const email = address.value;
    requireFitPassword({ password, email, isCommon: this.judge.isCommon(password) }, 'password');
    const passwordHash = await this.hasher.hash(password);
    const id = this.ids.next<AccountId>();
    await this.unitOfWork.run(async ({ accounts }) => {
      const known = await accounts.findByEmail(email);
      const account = known ?? Account.register({ id, email, name: name || address.localPart, passwordHash }, this.clock.now());
      known?.registerAgain(this.clock.now());
      await accounts.save(account);
    });
  }
}
