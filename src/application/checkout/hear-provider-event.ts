import { BadWebhookSignature, GatewayNotFound } from '../../domain/payment/payment-errors.js';
import type { PaymentGateway, PaymentGateways, ProviderEvent, SignedRequest } from '../payment/ports/payment-gateway.js';
import type { EventFate } from '../payment/ports/provider-event-log.js';
import type { Clock } from '../shared/ports/clock.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { applyProviderEvent, subjectOf, type HearingScope } from './apply-provider-event.js';
import { holdOrder, type SettlePayment } from './settle-payment.js';

export interface HearProviderEventInput {
  /** Whose door it came to. */
  readonly gateway: string;
  readonly request: SignedRequest;
}

/** `heard` all of it has had its effect, now or before · `parked` some of it speaks of what is not here yet and is dealt with later. */
export type Reception = 'heard' | 'parked';

const receptionOf = (fate: EventFate): Reception => (fate === 'parked' ? 'parked' : 'heard');

/**
 * Takes in what a provider tells by itself. An event is written down in the transaction of its effect, once, so that it may come
 * often, early, late and in any order: the payment ends as if all had come in turn. When this fails nothing has happened, and the
 * provider tells it again. Of what is not signed by the provider only the number is kept.
 */
export class HearProviderEvent {
  constructor(
    private readonly unitOfWork: UnitOfWork<HearingScope>,
    private readonly gateways: PaymentGateways,
    private readonly settlePayment: SettlePayment,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws GatewayNotFound
   * @throws BadWebhookSignature
   */
  async execute({ gateway: name, request }: HearProviderEventInput): Promise<Reception> {
    const gateway = this.gateways.find(name);
    if (!gateway) throw new GatewayNotFound();
    let reception: Reception = 'heard';
    for (const event of await this.#read(gateway, request)) {
      if ((await this.#hear(gateway.name, event)) === 'parked') reception = 'parked';
    }
    return reception;
  }

  async #read(gateway: PaymentGateway, request: SignedRequest): Promise<readonly ProviderEvent[]> {
    const at = this.clock.now();
    try {
      return await gateway.readWebhook(request, at);
    } catch (error) {
      if (error instanceof BadWebhookSignature)
        await this.unitOfWork.run(({ providerEvents }) => providerEvents.countRefusal(gateway.name, at));
      throw error;
    }
  }

  #hear(gateway: string, event: ProviderEvent): Promise<Reception> {
    return this.unitOfWork.run(async (scope) => {
      const at = this.clock.now();
      const { providerEvents } = scope;
      // Most that is told twice is told long after: that costs a look and no transaction.
      const [fate, subject] = await Promise.all([providerEvents.fateOf(gateway, event.id), subjectOf(scope, gateway, event)]);
      if (fate !== 'new') return receptionOf(fate);
      const isHere = subject !== undefined && subject !== 'nothing';
      const [taken, held] = await Promise.all([
        providerEvents.take(gateway, event, at),
        isHere ? holdOrder(scope, subject.orderId) : undefined,
      ]);
      if (taken !== 'new') return receptionOf(taken);
      if (subject === 'nothing') return 'heard';
      const { settlePayment } = this;
      if (isHere && held && (await applyProviderEvent(scope, event, subject, { held, settlePayment, at }))) return 'heard';
      await providerEvents.park(gateway, event.id);
      return 'parked';
    });
  }
}
