import type { AccountPasswordChanged } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Mailer } from './ports/mailer.js';

/** Tells the owner that the password is another one now: whoever did not do it has to know. */
export class TellByMailOnPasswordChanged implements EventHandler<AccountPasswordChanged> {
  readonly name = 'tell-by-mail-on-password-changed';
  readonly on = 'account.password_changed';

  constructor(
    private readonly accounts: AccountQueries,
    private readonly mailer: Mailer,
  ) {}

  async handle({ aggregateId, payload: { email } }: AccountPasswordChanged, eventId: string): Promise<void> {
    const account = await this.accounts.detailsOf(id<AccountId>(aggregateId));
    if (!account) return;
    await this.mailer.send({
      to: email,
      template: 'password-changed',
      key: `password-changed:${eventId}`,
      contents: () => Promise.resolve({ name: account.name }),
    });
  }
}
