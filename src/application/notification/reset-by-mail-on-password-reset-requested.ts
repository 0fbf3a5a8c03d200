import type { AccountPasswordResetRequested } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { MailTokens } from '../identity/ports/mail-tokens.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import { freshToken } from './fresh-token.js';
import type { Mailer } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

/** Sends what is needed to set a new password, once for each time it is asked for. */
export class ResetByMailOnPasswordResetRequested implements EventHandler<AccountPasswordResetRequested> {
  readonly name = 'reset-by-mail-on-password-reset-requested';
  readonly on = 'account.password_reset_requested';

  constructor(
    private readonly accounts: AccountQueries,
    private readonly tokens: MailTokens,
    private readonly links: ShopLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  async handle({ aggregateId, payload: { email } }: AccountPasswordResetRequested, eventId: string): Promise<void> {
    const accountId = id<AccountId>(aggregateId);
    const account = await this.accounts.detailsOf(accountId);
    if (!account?.isActive) return;
    await this.mailer.send({
      to: email,
      template: 'password-reset',
      key: `password-reset:${eventId}`,
      contents: async () => {
        const token = await freshToken(this.tokens, accountId, 'reset', this.clock.now(), email);
        return { name: account.name, token, link: this.links.passwordReset(token), request: this.links.passwordResetRequest };
      },
    });
  }
}
