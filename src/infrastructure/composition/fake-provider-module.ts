import { ContainerModule } from 'inversify';
import type { Clock } from '../../application/shared/ports/clock.js';
import { TestBankController } from '../../interfaces/http/payment/test-bank-controller.js';
import type { Config } from '../config/config.js';
import { FakePaymentGateway } from '../payment/fake-payment-gateway.js';
import { FakeWebhookCourier, type SignedNotice } from '../payment/fake-webhook-courier.js';
import { SqlChargeLedger } from '../persistence/payment/sql-charge-ledger.js';
import type { PoolSql } from '../persistence/shared/sql.js';
import { keptSecret } from '../security/kept-secret.js';
import { publicUrlOf } from './addresses.js';
import { TOKENS } from './tokens.js';

const PATIENCE_MS = 10_000;

/** Made once for each data folder, like the other secrets nobody has set. */
const secretOf = ({ fakeGatewaySecret, dataDir }: Config): string => fakeGatewaySecret ?? keptSecret(dataDir, 'fake-gateway-secret');

export const fakeGatewayOf = (config: Config, sql: PoolSql): FakePaymentGateway =>
  new FakePaymentGateway(new SqlChargeLedger(sql), {
    secret: secretOf(config),
    bankUrl: `${publicUrlOf(config)}/api/payments/test-bank/`,
  });

const postTo =
  (url: string) =>
  async ({ body, headers }: SignedNotice): Promise<number> =>
    (await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE_MS) })).status;

/** Brings its notices to our own door. */
export const fakeCourierOf = (config: Config, sql: PoolSql, clock: Clock): FakeWebhookCourier =>
  new FakeWebhookCourier(new SqlChargeLedger(sql), secretOf(config), clock, postTo(`${publicUrlOf(config)}/api/payments/webhooks/fake`));

/** The bank page of the provider that is only played. Loaded while the gateway `fake` is on. */
export const fakeProviderModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.fakeGateway).toResolvedValue(fakeGatewayOf, [TOKENS.config, TOKENS.poolSql]);
  bind(TOKENS.httpController).toResolvedValue((bank) => new TestBankController(bank), [TOKENS.fakeGateway]);
});
