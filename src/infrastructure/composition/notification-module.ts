import { join } from 'node:path';
import { ContainerModule } from 'inversify';
import { AskToVerifyByMail } from '../../application/notification/ask-to-verify-by-mail.js';
import { ConfirmByMailOnEmailChangeRequested } from '../../application/notification/confirm-by-mail-on-email-change-requested.js';
import { ConfirmByMailOnOrderConfirmed } from '../../application/notification/confirm-by-mail-on-order-confirmed.js';
import { ResetByMailOnPasswordResetRequested } from '../../application/notification/reset-by-mail-on-password-reset-requested.js';
import { TellByMailOnEmailChanged } from '../../application/notification/tell-by-mail-on-email-changed.js';
import { TellByMailOnOrderCancelled } from '../../application/notification/tell-by-mail-on-order-cancelled.js';
import { TellByMailOnPasswordChanged } from '../../application/notification/tell-by-mail-on-password-changed.js';
import { TellByMailOnShipmentDelivered } from '../../application/notification/tell-by-mail-on-shipment-delivered.js';
import { TellByMailOnShipmentShipped } from '../../application/notification/tell-by-mail-on-shipment-shipped.js';
import { WarnByMailOnAccountRegisteredAgain } from '../../application/notification/warn-by-mail-on-account-registered-again.js';
import { ConfiguredShopLinks } from '../notification/configured-shop-links.js';
import { FileMailTransport } from '../notification/file-mail-transport.js';
import { OnceOnlyMailer } from '../notification/once-only-mailer.js';
import { senderOf } from '../notification/sender.js';
import { SmtpMailTransport } from '../notification/smtp-mail-transport.js';
import { SqlSentMails } from '../persistence/notification/sql-sent-mails.js';
import { publicUrlOf } from './addresses.js';
import { TOKENS } from './tokens.js';

export const notificationModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.shopLinks).toResolvedValue((config) => new ConfiguredShopLinks(publicUrlOf(config), config.frontendUrl), [TOKENS.config]);
  bind(TOKENS.mailTransport)
    .toResolvedValue(
      (config, clock, logger) => {
        const from = senderOf(config.mailFrom, config.shopName);
        if (config.smtpUrl !== null) return new SmtpMailTransport(config.smtpUrl, from);
        return new FileMailTransport(join(config.dataDir, 'mail'), from, () => clock.now(), logger);
      },
      [TOKENS.config, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.mailer)
    .toResolvedValue(
      (sql, transport, config) => {
        const { address } = senderOf(config.mailFrom, config.shopName);
        const mailDomain = address.slice(address.lastIndexOf('@') + 1);
        return new OnceOnlyMailer(new SqlSentMails(sql), transport, { name: config.shopName, mailDomain });
      },
      [TOKENS.poolSql, TOKENS.mailTransport, TOKENS.config],
    )
    .inSingletonScope();

  for (const on of ['account.registered', 'account.verification_requested'] as const) {
    bind(TOKENS.eventHandler).toResolvedValue(
      (accounts, tokens, links, mailer, clock) => new AskToVerifyByMail(on, accounts, tokens, links, mailer, clock),
      [TOKENS.accountQueries, TOKENS.mailTokens, TOKENS.shopLinks, TOKENS.mailer, TOKENS.clock],
    );
  }
  bind(TOKENS.eventHandler).toResolvedValue(
    (accounts, mailer) => new WarnByMailOnAccountRegisteredAgain(accounts, mailer),
    [TOKENS.accountQueries, TOKENS.mailer],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (accounts, tokens, links, mailer, clock) => new ResetByMailOnPasswordResetRequested(accounts, tokens, links, mailer, clock),
    [TOKENS.accountQueries, TOKENS.mailTokens, TOKENS.shopLinks, TOKENS.mailer, TOKENS.clock],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (accounts, mailer) => new TellByMailOnPasswordChanged(accounts, mailer),
    [TOKENS.accountQueries, TOKENS.mailer],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (accounts, tokens, links, mailer, clock) => new ConfirmByMailOnEmailChangeRequested(accounts, tokens, links, mailer, clock),
    [TOKENS.accountQueries, TOKENS.mailTokens, TOKENS.shopLinks, TOKENS.mailer, TOKENS.clock],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (accounts, mailer) => new TellByMailOnEmailChanged(accounts, mailer),
    [TOKENS.accountQueries, TOKENS.mailer],
  );

  bind(TOKENS.eventHandler).toResolvedValue(
    (orders, links, mailer) => new ConfirmByMailOnOrderConfirmed(orders, links, mailer),
    [TOKENS.orderQueries, TOKENS.shopLinks, TOKENS.mailer],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (orders, links, mailer) => new TellByMailOnOrderCancelled(orders, links, mailer),
    [TOKENS.orderQueries, TOKENS.shopLinks, TOKENS.mailer],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (orders, mailer) => new TellByMailOnShipmentShipped(orders, mailer),
    [TOKENS.orderQueries, TOKENS.mailer],
  );
  bind(TOKENS.eventHandler).toResolvedValue(
    (orders, mailer) => new TellByMailOnShipmentDelivered(orders, mailer),
    [TOKENS.orderQueries, TOKENS.mailer],
  );
});
