import {
  GatewayUnreachable,
  type AuthorizeRequest,
  type GatewayAnswer,
  type PaymentGateway,
  type ProviderEvent,
  type SignedRequest,
} from '../../src/application/payment/ports/payment-gateway.js';
import { BadWebhookSignature } from '../../src/domain/payment/payment-errors.js';
import { id, type PaymentId, type RefundId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import type { GatewayCaseName } from './payment-gateway.contract.js';

/** What a broken adapter needs of the provider to go wrong. */
export interface Mistakes {
  readonly secret: string;
  /** Charges without any idempotency key. */
  chargeWithoutKey(request: AuthorizeRequest): Promise<void>;
  /** Signed as by the provider, whoever wrote it. */
  signed(rawBody: Uint8Array, at: Date): SignedRequest;
}

export interface BrokenGateway {
  readonly fault: string;
  /** A case that finds it out. */
  readonly foundBy: GatewayCaseName;
  /** What a sound adapter becomes, by the hands of somebody in a hurry. */
  breaks(sound: PaymentGateway, mistakes: Mistakes): Partial<PaymentGateway>;
}

let made = 0;
const anotherId = () => `01900000-0000-7000-8f00-${String((made += 1)).padStart(12, '0')}`;
const DECLINED: GatewayAnswer = { outcome: 'declined', reference: null, declineCode: 'processing_error' };

/** What one of the readings makes of a notice. */
async function firstUnderstood(readings: Iterable<() => Promise<readonly ProviderEvent[]>>): Promise<readonly ProviderEvent[]> {
  for (const read of readings) {
    const events = await read().catch(() => undefined);
    if (events) return events;
  }
  throw new BadWebhookSignature();
}

/** The adapter with one thing broken. */
export const brokenGateway = (sound: PaymentGateway, broken: Pick<BrokenGateway, 'breaks'>, mistakes: Mistakes): PaymentGateway => ({
  name: sound.name,
  authorize: (request) => sound.authorize(request),
  capture: (payment, amount) => sound.capture(payment, amount),
  void: (payment) => sound.void(payment),
  refund: (payment, refundId, amount) => sound.refund(payment, refundId, amount),
  lookUp: (payment) => sound.lookUp(payment),
  lookUpRefund: (payment, refund) => sound.lookUpRefund(payment, refund),
  readWebhook: (request, at) => sound.readWebhook(request, at),
  booked: (from, to) => sound.booked(from, to),
  ...broken.breaks(sound, mistakes),
});

/** The mistakes that cost shops money. */
export const BROKEN_GATEWAYS: readonly BrokenGateway[] = [
  {
    fault: 'charges again whenever it is asked again',
    foundBy: 'authorize.once',
    breaks: (sound, { chargeWithoutKey }) => ({
      async authorize(request) {
        await chargeWithoutKey(request);
        const { paymentId, amount } = request;
        const standing = await sound.lookUp({ id: paymentId, reference: null, amount, captured: amount.times(0), openedAt: new Date() });
        return standing.outcome === 'unknown' || standing.outcome === 'voided' ? DECLINED : standing;
      },
    }),
  },
  {
    fault: 'makes up an id for every charge and loses ours',
    foundBy: 'line.answer_lost',
    breaks: (sound) => ({ authorize: (request) => sound.authorize({ ...request, paymentId: id<PaymentId>(anotherId()) }) }),
  },
  {
    fault: 'takes every currency for one of two decimals',
    foundBy: 'currency.none',
    breaks: (sound) => ({
      authorize(request) {
        const { minor, currency } = request.amount;
        return sound.authorize({ ...request, amount: Money.of(currency === 'JPY' ? minor * 100 : minor, currency) });
      },
    }),
  },
  {
    fault: 'takes no answer for a no',
    foundBy: 'line.server_error',
    breaks: (sound) => ({ authorize: (request) => sound.authorize(request).catch(() => DECLINED) }),
  },
  {
    fault: 'takes a no for no answer',
    foundBy: 'decline.card',
    breaks: (sound) => ({
      async authorize(request) {
        const answer = await sound.authorize(request);
        if (answer.outcome === 'declined') throw new GatewayUnreachable(sound.name);
        return answer;
      },
    }),
  },
  {
    fault: 'lets the fault of the line through as it came',
    foundBy: 'line.only_unreachable',
    breaks: (sound) => ({
      void: (payment) =>
        sound.void(payment).catch(() => {
          throw new TypeError('fetch failed');
        }),
    }),
  },
  {
    fault: 'says that it took what was asked for, not what it took',
    foundBy: 'capture.over',
    breaks: (sound) => ({
      async capture(payment, amount) {
        await sound.capture(payment, amount);
        return { outcome: 'captured', reference: payment.id, amount };
      },
    }),
  },
  {
    fault: 'takes the whole when it is asked for a part',
    foundBy: 'capture.part',
    breaks: (sound) => ({ capture: (payment) => sound.capture(payment, payment.amount) }),
  },
  {
    fault: 'says that it let go, and holds on',
    foundBy: 'void.twice',
    breaks: () => ({ void: () => Promise.resolve() }),
  },
  {
    fault: 'gives back what was taken when it is told to let go',
    foundBy: 'void.captured',
    breaks: (sound) => ({
      async void(payment) {
        await sound.void(payment);
        await sound.refund(payment, id<RefundId>(anotherId()), payment.amount);
      },
    }),
  },
  {
    fault: 'gives money back again when a refund is sent again',
    foundBy: 'refund.books',
    breaks: (sound) => ({ refund: (payment, _refundId, amount) => sound.refund(payment, id<RefundId>(anotherId()), amount) }),
  },
  {
    fault: 'gives back all there is when it is asked for more',
    foundBy: 'refund.over',
    breaks: (sound) => ({ refund: (payment, refundId, amount) => sound.refund(payment, refundId, amount.atMost(payment.amount)) }),
  },
  {
    fault: 'says that more went back than was captured',
    foundBy: 'refund.part_captured',
    breaks: (sound) => ({
      async refund(payment, refundId, amount) {
        const answer = await sound.refund(payment, refundId, amount);
        return answer.outcome === 'failed' ? { outcome: 'succeeded', reference: refundId } : answer;
      },
    }),
  },
  {
    fault: 'says that a refund went which it never heard of',
    foundBy: 'refund.looked_up',
    breaks: () => ({ lookUpRefund: async (_payment, { key }) => ({ outcome: 'succeeded', reference: key }) }),
  },
  {
    fault: 'says that a refund went when it was refused',
    foundBy: 'refund.fails',
    breaks: (sound) => ({
      async refund(payment, refundId, amount) {
        const answer = await sound.refund(payment, refundId, amount);
        return answer.outcome === 'failed' ? { outcome: 'pending', reference: refundId } : answer;
      },
    }),
  },
  {
    fault: 'finds a payment only by the reference of the provider',
    foundBy: 'look_up.reference',
    breaks: (sound) => ({
      lookUp: async (payment) => (payment.reference === null ? { outcome: 'unknown' } : sound.lookUp(payment)),
    }),
  },
  {
    fault: 'believes every signature',
    foundBy: 'webhook.forged',
    breaks: (sound, { signed }) => ({ readWebhook: ({ rawBody }, at) => sound.readWebhook(signed(rawBody, at), at) }),
  },
  {
    fault: 'believes a signature however old it is',
    foundBy: 'webhook.old',
    breaks: (sound) => ({
      readWebhook: (request, at) =>
        firstUnderstood([0, 4, 8, 12].map((minutes) => () => sound.readWebhook(request, new Date(at.getTime() - minutes * 60_000)))),
    }),
  },
  {
    fault: 'checks the signature of what it understood, not of what came',
    foundBy: 'webhook.reencoded',
    breaks: (sound) => ({
      readWebhook({ rawBody, headers }, at) {
        const understood: unknown = JSON.parse(Buffer.from(rawBody).toString('utf8'));
        const spellings = [0, 2].map((indent) => Buffer.from(JSON.stringify(understood, null, indent)));
        return firstUnderstood(spellings.map((spelling) => () => sound.readWebhook({ rawBody: spelling, headers }, at)));
      },
    }),
  },
  {
    fault: 'gives a notice another id whenever it comes',
    foundBy: 'webhook.duplicate',
    breaks: (sound) => ({
      readWebhook: async (request, at) => (await sound.readWebhook(request, at)).map((event) => ({ ...event, id: anotherId() })),
    }),
  },
  {
    fault: 'opens only the first page of the books',
    foundBy: 'books.pages',
    breaks: (sound) => ({
      async *booked(from, to) {
        let lines = 0;
        for await (const line of sound.booked(from, to)) if ((lines += 1) <= 10) yield line;
      },
    }),
  },
  {
    fault: 'shows its key in what it throws',
    foundBy: 'secrets.errors',
    breaks: (sound, { secret }) => ({
      lookUp: (payment) =>
        sound.lookUp(payment).catch((error: unknown) => {
          throw new GatewayUnreachable(sound.name, Object.assign(new Error('request failed'), { error, authorization: secret }));
        }),
    }),
  },
];
