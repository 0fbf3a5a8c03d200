import type { AccountEmailChangeRequested } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { MailTokens } from '../identity/ports/mail-tokens.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import { freshToken } from './fresh-token.js';
import type { Mailer } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

/** Asks at the new address whether it is the account owner's: only then does it become the account's. */
export class ConfirmByMailOnEmailChangeRequested implements EventHandler<AccountEmailChangeRequested> {
  readonly name = 'confirm-by-mail-on-email-change-requested';
  readonly on = 'account.email_change_requested';

  constructor(
    private readonly accounts: AccountQueries,
    private readonly tokens: MailTokens,
    private readonly links: ShopLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  async handle({ aggregateId, payload: { newEmail } }: AccountEmailChangeRequested, eventId: string): Promise<void> {
    const accountId = id<AccountId>(aggregateId);
    const account = await this.accounts.detailsOf(accountId);
    if (!account?.isActive) return;
    await this.mailer.send({
      to: newEmail,
      template: 'email-change-requested',
      key: `email-change-requested:${eventId}`,
      contents: async () => ({
        name: account.name,
        link: this.links.verification(await freshToken(this.tokens, accountId, 'change_email', this.clock.now(), newEmail)),
      }),
    });
  }
}
