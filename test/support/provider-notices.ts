import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { timestampedSignature } from '../../src/infrastructure/payment/timestamped-signature.js';
import type { Shop } from './shop.js';

export const NOTICE_SECRET = 'whsec_only-for-tests-0123456789';
/** For `startShop`, so that a test can sign like the fake provider. */
export const FAKE_PROVIDER = { FAKE_GATEWAY_SECRET: NOTICE_SECRET } as const;

export interface Notice {
  readonly id?: string;
  readonly type: string;
  readonly payment_id: string;
  readonly amount?: number | string;
  readonly currency?: string;
  readonly refund_id?: string;
  readonly decline_code?: string;
  /** When it is signed. */
  readonly at?: Date;
}

export const aNoticeId = (): string => `evt_${randomUUID()}`;

/** What the fake provider would send. */
export function bodyOf({ id = aNoticeId(), type, at = new Date(), amount = 12.5, currency = 'USD', ...data }: Notice): string {
  return JSON.stringify({ id, type, created: Math.floor(at.getTime() / 1000), data: { amount, currency, ...data } });
}

/** Tells the shop something, signed as the fake provider signs it. */
export async function notify(shop: Shop, notice: Notice, gateway = 'fake'): Promise<Response> {
  const at = notice.at ?? shop.container.get(TOKENS.clock).now();
  const body = bodyOf({ ...notice, at });
  return sendNotice(shop, body, timestampedSignature(NOTICE_SECRET, Buffer.from(body), at), gateway);
}

export function sendNotice(shop: Shop, body: string, signature: string, gateway = 'fake'): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'X-Webhook-Signature': signature };
  return shop.anyone.post(`/api/payments/webhooks/${gateway}`, body, headers);
}
