import type { ProviderEvent, ProviderNews } from '../../../application/payment/ports/payment-gateway.js';
import { id, type PaymentId } from '../../../domain/shared/ids.js';
import { Money, type MoneyData } from '../../../domain/shared/money.js';

export interface ProviderEventRow {
  readonly gateway: string;
  readonly event_id: string;
  readonly type: string;
  readonly payment_id: string | null;
  readonly news: unknown;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly alarmed_at: Date | null;
}

/** Money is kept as what it says, like in events. */
export const newsToJson = (news: ProviderNews): string =>
  JSON.stringify(
    news.kind === 'payment' && 'amount' in news.word ? { ...news, word: { ...news.word, amount: news.word.amount.toData() } } : news,
  );

const toNews = (kept: unknown): ProviderNews => {
  const news = kept as ProviderNews;
  if (news.kind !== 'payment' || !('amount' in news.word)) return news;
  return { ...news, word: { ...news.word, amount: Money.from(news.word.amount as unknown as MoneyData) } };
};

export const toProviderEvent = ({ event_id, type, payment_id, news, occurred_at }: ProviderEventRow): ProviderEvent => ({
  id: event_id,
  type,
  occurredAt: occurred_at,
  paymentId: payment_id === null ? null : id<PaymentId>(payment_id),
  news: toNews(news),
});
