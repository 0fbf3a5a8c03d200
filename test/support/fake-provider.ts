import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { FakeWebhookCourier } from '../../src/infrastructure/payment/fake-webhook-courier.js';
import { SqlChargeLedger } from '../../src/infrastructure/persistence/payment/sql-charge-ledger.js';
import { NOTICE_SECRET, sendNotice } from './provider-notices.js';
import type { Shop } from './shop.js';

const A_MINUTE_MS = 60_000;

/**
 * What the worker does for the fake provider, at once: brings everything that it tells within some minutes to the shop's door.
 * @param statuses hears the answers.
 * @returns how many notices were taken.
 */
export function deliverNotices(shop: Shop, statuses: number[] = [], minutes = 1): Promise<number> {
  const ledger = new SqlChargeLedger(shop.container.get(TOKENS.poolSql));
  const due = ledger.due.bind(ledger);
  ledger.due = (at, limit) => due(new Date(at.getTime() + minutes * A_MINUTE_MS), limit);
  const courier = new FakeWebhookCourier(ledger, NOTICE_SECRET, shop.container.get(TOKENS.clock), async ({ body, headers }) => {
    const { status } = await sendNotice(shop, body, headers['X-Webhook-Signature'] ?? '');
    statuses.push(status);
    return status;
  });
  return courier.deliver();
}
