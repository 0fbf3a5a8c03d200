import type { AccountRegisteredAgain } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Mailer } from './ports/mailer.js';

/** Tells the owner of an address that somebody tried to register with it; the one who tried is told nothing. */
export class WarnByMailOnAccountRegisteredAgain implements EventHandler<AccountRegisteredAgain> {
  readonly name = 'warn-by-mail-on-account-registered-again';
  readonly on = 'account.registered_again';

  constructor(
    private readonly accounts: AccountQueries,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId, payload: { email } }: AccountRegisteredAgain, eventId: string): Promise<void> {
    const account = await this.accounts.detailsOf(id<AccountId>(aggregateId));
    if (!account?.isActive) return;
    await this.mailer.send({
      to: email,
      template: 'already-registered',
      key: `already-registered:${eventId}`,
      contents: () => Promise.resolve({ name: account.name, email }),
    });
  }
}
