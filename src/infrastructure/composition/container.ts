import 'reflect-metadata';
import { Container } from 'inversify';
import type { Knex } from 'knex';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { Config } from '../config/config.js';
import { traceStatements } from '../database/trace-statements.js';
import { CountingLogger } from '../metrics/counting-logger.js';
import { PrometheusMetrics } from '../metrics/prometheus-metrics.js';
import { OtlpTracer } from '../tracing/otlp-tracer.js';
import { notificationModule } from './notification-module.js';
import { orderModule } from './order-module.js';
import { paymentModule } from './payment-module.js';
import { cartModule } from './cart-module.js';
import { catalogueModule } from './catalogue-module.js';
import { checkoutModule } from './checkout-module.js';
import { demoModule } from './demo-module.js';
import { fakeProviderModule } from './fake-provider-module.js';
import { identityModule } from './identity-module.js';
import { imageSearchModule } from './image-search-module.js';
import { inventoryModule } from './inventory-module.js';
import { limitsModule } from './limits-module.js';
import { operationsModule } from './operations-module.js';
import { picturesModule } from './pictures-module.js';
import { platformModule } from './platform-module.js';
import { replicaModule } from './replica-module.js';
import { searchModule } from './search-module.js';
import { shelvesModule } from './shelves-module.js';
import { shippingModule } from './shipping-module.js';
import { TOKENS } from './tokens.js';
import { tradeModule } from './trade-module.js';
import { variantsModule } from './variants-module.js';
import { VERSION } from './version.js';
import { workerModule } from './worker-module.js';

export interface Foundations {
  readonly config: Config;
  readonly knex: Knex;
  /** A streaming replica of the same database, for reads of the catalogue. */
  readonly replica?: Knex | undefined;
  readonly logger: Logger;
}

/** Puts the shop together. Only `main.ts` files and tests ask it for anything; it never travels further in. */
export function createContainer({ config, knex, replica, logger }: Foundations): Container {
  const container = new Container();
  container.bind(TOKENS.config).toConstantValue(config);
  container.bind(TOKENS.knex).toConstantValue(knex);
  const metrics = new PrometheusMetrics(VERSION);
  container.bind(TOKENS.metrics).toConstantValue(metrics);
  const tracer = config.traceEndpoint === null ? undefined : new OtlpTracer({ endpoint: config.traceEndpoint, version: VERSION }, logger);
  if (tracer) traceStatements(tracer);
  container.bind(TOKENS.tracer).toConstantValue(tracer);
  container.bind(TOKENS.logger).toConstantValue(new CountingLogger(logger, metrics, () => tracer?.traceId()));
  container.bind(TOKENS.allControllers).toConstantValue(() => container.getAll(TOKENS.httpController));
  container.bind(TOKENS.allEventHandlers).toConstantValue(() => container.getAll(TOKENS.eventHandler));
  container.load(platformModule);
  container.load(replicaModule(replica));
  container.load(operationsModule);
  container.load(limitsModule);
  container.load(identityModule);
  container.load(shelvesModule);
  container.load(picturesModule);
  container.load(catalogueModule);
  container.load(tradeModule);
  container.load(searchModule);
  container.load(imageSearchModule);
  container.load(variantsModule);
  container.load(inventoryModule);
  container.load(shippingModule);
  container.load(cartModule);
  container.load(orderModule);
  container.load(paymentModule);
  if (config.paymentGateways.includes('fake')) container.load(fakeProviderModule);
  container.load(checkoutModule);
  container.load(notificationModule);
  container.load(workerModule);
  container.load(demoModule);
  return container;
}
