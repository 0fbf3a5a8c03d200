import type { AccountRegistered, AccountVerificationRequested } from '../../domain/identity/account-events.js';
import { id, type AccountId } from '../../domain/shared/ids.js';
import type { AccountQueries } from '../identity/ports/account-queries.js';
import type { MailTokens } from '../identity/ports/mail-tokens.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { Clock } from '../shared/ports/clock.js';
import { freshToken } from './fresh-token.js';
import type { Mailer } from './ports/mailer.js';
import type { ShopLinks } from './ports/shop-links.js';

type Event = AccountRegistered | AccountVerificationRequested;

/** Sends the link that proves an address, once for each time it is asked for; a verified account gets none. */
export class AskToVerifyByMail implements EventHandler<Event> {
  readonly name: string;

  constructor(
    readonly on: Event['type'],
    private readonly accounts: AccountQueries,
    private readonly tokens: MailTokens,
    private readonly links: ShopLinks,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {
    this.name = `ask-to-verify-by-mail-on-${on}`;
  }

  async handle({ aggregateId, payload: { email } }: Event, eventId: string): Promise<void> {
    const accountId = id<AccountId>(aggregateId);
    const account = await this.accounts.detailsOf(accountId);
    if (!account || account.isVerified) return;
    await this.mailer.send({
      to: email,
      template: 'verify-email',
      key: `verify-email:${eventId}`,
      contents: async () => ({
        name: account.name,
        link: this.links.verification(await freshToken(this.tokens, accountId, 'verify', this.clock.now(), email)),
      }),
    });
  }
}
