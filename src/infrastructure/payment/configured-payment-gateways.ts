import type { PaymentGateway, PaymentGateways } from '../../application/payment/ports/payment-gateway.js';

/** The gateways of the settings, in their order. */
export class ConfiguredPaymentGateways implements PaymentGateways {
  readonly names: readonly string[];
  readonly #gateways: ReadonlyMap<string, PaymentGateway>;

  constructor(gateways: readonly PaymentGateway[]) {
    this.names = gateways.map(({ name }) => name);
    this.#gateways = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  find(name: string): PaymentGateway | undefined {
    return this.#gateways.get(name === 'mock' ? 'fake' : name);
  }
}
