import { Account } from '../../domain/identity/account.js';
import type { Role } from '../../domain/identity/account-state.js';
import { requireFitPassword } from '../../domain/identity/password-policy.js';
import { EmailAddress } from '../../domain/shared/email-address.js';
import type { AccountId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { AccountRepository } from './ports/account-repository.js';
import type { PasswordHasher } from './ports/password-hasher.js';
import type { PasswordJudge } from './ports/password-judge.js';

export interface OpenAccountInput {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** Beside being a customer, which everybody is. */
  readonly role: Role;
}

/** Opens an account for somebody the shop knows: the address counts as shown, nothing is mailed. Safe to repeat. */
export class OpenAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ accounts: AccountRepository }>,
    private readonly hasher: PasswordHasher,
    private readonly judge: PasswordJudge,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @returns undefined, and changes nothing, when somebody has this address.
   * @throws InvalidEmailAddress
   * @throws UnfitPassword
   */
  async execute({ email: given, name, password, role }: OpenAccountInput): Promise<AccountId | undefined> {
    const email = EmailAddress.parse(given).value;
    requireFitPassword({ password, email, isCommon: this.judge.isCommon(password) }, 'password');
    const passwordHash = await this.hasher.hash(password);
    const id = this.ids.next<AccountId>();
    const roles: readonly Role[] = role === 'customer' ? [role] : ['customer', role];
    return this.unitOfWork.run(async ({ accounts }) => {
      if (await accounts.findByEmail(email)) return undefined;
      await accounts.save(Account.open({ id, email, name, passwordHash }, roles, this.clock.now()));
      return id;
    });
  }
}
