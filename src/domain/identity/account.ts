import { AggregateRoot } from '../shared/aggregate-root.js';
import type { AccountId } from '../shared/ids.js';
import { LastAdminStays } from './account-errors.js';
import type { AccountEvent } from './account-events.js';
import type { AccountState, MailKind, Role } from './account-state.js';

const HOUR_MS = 3_600_000;
/** Nobody can fill somebody's mailbox through us. */
const MAILS_OF_A_KIND_AN_HOUR = 3;

export interface NewAccount {
  readonly id: AccountId;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Somebody who can log in: who they are, what they may do, and which mails they have asked for. */
export class Account extends AggregateRoot<AccountEvent> {
  #state: AccountState;

  private constructor(state: AccountState, version: number) {
    super(version);
    this.#state = state;
  }

  /** By whoever has the address, which is still to be shown. */
  static register(who: NewAccount, at: Date): Account {
    const account = Account.#new(who, { roles: ['customer'], verifiedAt: null }, at);
    account.record({ type: 'account.registered', aggregateId: who.id, occurredAt: at, payload: { email: who.email } });
    return account;
  }

  /** By the shop itself, which knows whose address it is. */
  static open(who: NewAccount, roles: readonly Role[], at: Date): Account {
    return Account.#new(who, { roles, verifiedAt: at }, at);
  }

  /** From storage: no rules are checked again and nothing is announced again. */
  static reconstitute(state: AccountState, version: number): Account {
    return new Account(state, version);
  }

  static #new(who: NewAccount, given: Pick<AccountState, 'roles' | 'verifiedAt'>, at: Date): Account {
    return new Account({ ...who, ...given, phone: null, isActive: true, recentMails: [], createdAt: at, updatedAt: at }, 0);
  }

  get id(): AccountId {
    return this.#state.id;
  }

  get email(): string {
    return this.#state.email;
  }

  get passwordHash(): string {
    return this.#state.passwordHash;
  }

  get isActive(): boolean {
    return this.#state.isActive;
  }

  /** Only active ones count: a disabled admin can run nothing. */
  get isActingAdmin(): boolean {
    return this.#state.isActive && this.#state.roles.includes('admin');
  }

  /** Somebody tried to register with this address; the owner is told, but not too often. */
  registerAgain(at: Date): void {
    this.#askForMail('registered_again', at, 'account.registered_again');
  }

  /** @returns whether a mail will come: not for an address that is shown already, nor too often. */
  askForVerification(at: Date): boolean {
    return this.#state.verifiedAt === null && this.#askForMail('verification', at, 'account.verification_requested');
  }

  /** @returns whether a mail will come: not for a disabled account, nor too often. */
  askForPasswordReset(at: Date): boolean {
    return this.#state.isActive && this.#askForMail('password_reset', at, 'account.password_reset_requested');
  }

  /** The present address stays until the new one is confirmed. @returns whether a mail will come. */
  askForEmailChange(newEmail: string, at: Date): boolean {
    if (newEmail === this.email || !this.#mayAskFor('email_change', at)) return false;
    this.#remember('email_change', at);
    const payload = { email: this.email, newEmail };
    this.record({ type: 'account.email_change_requested', aggregateId: this.id, occurredAt: at, payload });
    return true;
  }

  /** The owner has shown that the address is theirs; again changes nothing. */
  verify(at: Date): void {
    if (this.#state.verifiedAt !== null) return;
    this.#become({ verifiedAt: at }, at);
    this.record({ type: 'account.verified', aggregateId: this.id, occurredAt: at, payload: { email: this.email } });
  }

  /** Only for an address whose owner has just shown that it is theirs. */
  moveTo(newEmail: string, at: Date): void {
    const oldEmail = this.email;
    this.#become({ email: newEmail, verifiedAt: at }, at);
    this.record({ type: 'account.email_changed', aggregateId: this.id, occurredAt: at, payload: { email: newEmail, oldEmail } });
  }

  /** What is not given stays. */
  revise({ name, phone }: { readonly name?: string | undefined; readonly phone?: string | null | undefined }, at: Date): void {
    const given = { ...(name === undefined ? {} : { name }), ...(phone === undefined ? {} : { phone }) };
    this.#become(given, at);
  }

  changePassword(passwordHash: string, at: Date): void {
    this.#become({ passwordHash }, at);
    this.record({ type: 'account.password_changed', aggregateId: this.id, occurredAt: at, payload: { email: this.email } });
  }

  /** The same password, kept better: nothing that anybody has to know. */
  rehash(passwordHash: string): void {
    this.#state = { ...this.#state, passwordHash };
  }

  /**
   * @param othersAct whether there is another active admin.
   * @throws LastAdminStays
   */
  assignRoles(roles: readonly Role[], othersAct: boolean, at: Date): void {
    const wanted = [...new Set(roles)];
    const [had, has] = [[...this.#state.roles].sort().join(), [...wanted].sort().join()];
    if (had === has) return;
    if (this.isActingAdmin && !wanted.includes('admin') && !othersAct) throw new LastAdminStays();
    this.#become({ roles: wanted }, at);
    this.record({ type: 'account.roles_changed', aggregateId: this.id, occurredAt: at, payload: { roles: wanted } });
  }

  /**
   * @param othersAct whether there is another active admin.
   * @throws LastAdminStays
   */
  suspend(othersAct: boolean, at: Date): void {
    if (!this.#state.isActive) return;
    if (this.isActingAdmin && !othersAct) throw new LastAdminStays();
    this.#become({ isActive: false }, at);
    this.record({ type: 'account.suspended', aggregateId: this.id, occurredAt: at, payload: { email: this.email } });
  }

  restore(at: Date): void {
    if (this.#state.isActive) return;
    this.#become({ isActive: true }, at);
    this.record({ type: 'account.restored', aggregateId: this.id, occurredAt: at, payload: { email: this.email } });
  }

  toState(): AccountState {
    return this.#state;
  }

  #become(change: Partial<AccountState>, at: Date): void {
    this.#state = { ...this.#state, ...change, updatedAt: at };
  }

  #askForMail(
    kind: MailKind,
    at: Date,
    type: 'account.registered_again' | 'account.verification_requested' | 'account.password_reset_requested',
  ): boolean {
    if (!this.#mayAskFor(kind, at)) return false;
    this.#remember(kind, at);
    this.record({ type, aggregateId: this.id, occurredAt: at, payload: { email: this.email } });
    return true;
  }

  #mayAskFor(kind: MailKind, at: Date): boolean {
    return this.#lately(at).filter((mail) => mail.kind === kind).length < MAILS_OF_A_KIND_AN_HOUR;
  }

  #remember(kind: MailKind, at: Date): void {
    this.#state = { ...this.#state, recentMails: [...this.#lately(at), { kind, at }] };
  }

  #lately(at: Date) {
    return this.#state.recentMails.filter((mail) => at.getTime() - mail.at.getTime() < HOUR_MS);
  }
}
