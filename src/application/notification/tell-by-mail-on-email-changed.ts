import type { AccountEmailChanged } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Mailer } from './ports/mailer.js';

/** Tells the old address that it is not the account's any more: whoever did not do it has to know. */
export class TellByMailOnEmailChanged implements EventHandler<AccountEmailChanged> {
  readonly name = 'tell-by-mail-on-email-changed';
  readonly on = 'account.email_changed';

  constructor(
    private readonly accounts: AccountQueries,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId, payload: { email, oldEmail } }: AccountEmailChanged, eventId: string): Promise<void> {
    const account = await this.accounts.detailsOf(id<AccountId>(aggregateId));
    if (!account) return;
    await this.mailer.send({
      to: oldEmail,
      template: 'email-changed',
      key: `email-changed:${eventId}`,
      contents: () => Promise.resolve({ name: account.name, newEmail: email }),
    });
  }
}
