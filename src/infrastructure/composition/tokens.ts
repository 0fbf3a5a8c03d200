import type { ServiceIdentifier } from 'inversify';
import type { Knex } from 'knex';
import type { CartPricing } from '../../application/cart/cart-pricing.js';
import type { CreateProduct } from '../../application/catalogue/create-product.js';
import type { CatalogueQueries } from '../../application/catalogue/ports/catalogue-queries.js';
import type { ProductSearch } from '../../application/catalogue/ports/product-search.js';
import type { IndexUnknownPictures } from '../../application/catalogue/index-unknown-pictures.js';
import type { ImageEmbedder } from '../../application/catalogue/ports/image-embedder.js';
import type { AttachImages } from '../../application/catalogue/attach-images.js';
import type { CreateBrand } from '../../application/catalogue/create-brand.js';
import type { ExportProducts } from '../../application/catalogue/export-products.js';
import type { ImportFile } from '../../application/catalogue/import-file.js';
import type { ImportProducts } from '../../application/catalogue/import-products.js';
import type { ImportQueries } from '../../application/catalogue/ports/import-log.js';
import type { TradeFormats } from '../../application/catalogue/ports/product-file.js';
import type { RunWaitingImports } from '../../application/catalogue/run-waiting-imports.js';
import type { CreateCategory } from '../../application/catalogue/create-category.js';
import type { ForgetOrphanedImages } from '../../application/catalogue/forget-orphaned-images.js';
import type { ImageStore } from '../../application/catalogue/ports/image-store.js';
import type { Media } from '../../application/catalogue/ports/media.js';
import type { ShelfQueries } from '../../application/catalogue/ports/shelf-queries.js';
import type { EventHandler } from '../../application/shared/event-handler.js';
import type { ApplyParkedEvents } from '../../application/checkout/apply-parked-events.js';
import type { ExpireUnpaidOrders } from '../../application/checkout/expire-unpaid-orders.js';
import type { HearProviderEvent } from '../../application/checkout/hear-provider-event.js';
import type { PayAgain } from '../../application/checkout/pay-again.js';
import type { PlaceOrder } from '../../application/checkout/place-order.js';
import type { BuyerDirectory } from '../../application/checkout/ports/buyer-directory.js';
import type { ReturnLinks } from '../../application/checkout/ports/return-links.js';
import type { TaxCalculator } from '../../application/checkout/ports/tax-calculator.js';
import type { ReconcilePayments } from '../../application/checkout/reconcile-payments.js';
import type { ResumeUnfinishedCheckouts } from '../../application/checkout/resume-unfinished-checkouts.js';
import type { SettlePayment } from '../../application/checkout/settle-payment.js';
import type { CancelOrder } from '../../application/order/cancel-order.js';
import type { MoveOrder } from '../../application/order/move-order.js';
import type { OrderQueries } from '../../application/order/ports/order-queries.js';
import type { RecordManualPayment } from '../../application/order/record-manual-payment.js';
import type { PaymentGateways } from '../../application/payment/ports/payment-gateway.js';
import type { PaymentAdminQueries } from '../../application/payment/ports/payment-admin-queries.js';
import type { PaymentQueries } from '../../application/payment/ports/payment-queries.js';
import type { ResumeUnansweredRefunds } from '../../application/payment/resume-unanswered-refunds.js';
import type { StockQueries } from '../../application/inventory/ports/stock-queries.js';
import type { LoadDemoShop } from '../../application/demo/load-demo-shop.js';
import type { BackOffice } from '../../application/demo/ports/back-office.js';
import type { Mailer } from '../../application/notification/ports/mailer.js';
import type { ShopLinks } from '../../application/notification/ports/shop-links.js';
import type { GrantRole } from '../../application/identity/grant-role.js';
import type { OpenAccount } from '../../application/identity/open-account.js';
import type { AccountQueries } from '../../application/identity/ports/account-queries.js';
import type { LoginGuard } from '../../application/identity/ports/login-guard.js';
import type { MailTokens } from '../../application/identity/ports/mail-tokens.js';
import type { PasswordHasher } from '../../application/identity/ports/password-hasher.js';
import type { PasswordJudge } from '../../application/identity/ports/password-judge.js';
import type { SessionStandings } from '../../application/identity/ports/session-standings.js';
import type { TokenIssuer } from '../../application/identity/ports/token-issuer.js';
import type { Clock } from '../../application/shared/ports/clock.js';
import type { Digest } from '../../application/shared/ports/digest.js';
import type { IdGenerator } from '../../application/shared/ports/id-generator.js';
import type { Logger } from '../../application/shared/ports/logger.js';
import type { Pressure } from '../../application/shared/ports/pressure.js';
import type { RateLimiter } from '../../application/shared/ports/rate-limiter.js';
import type { MetricsPage } from '../../application/shared/ports/metrics-page.js';
import type { Readiness } from '../../application/shared/ports/readiness.js';
import type { SecretTokens } from '../../application/shared/ports/secret-tokens.js';
import type { ForgetAddress } from '../../application/shipping/forget-address.js';
import type { MoveShipment } from '../../application/shipping/move-shipment.js';
import type { ShippingQueries } from '../../application/shipping/ports/shipping-queries.js';
import type { ShippingRates } from '../../application/shipping/ports/shipping-rates.js';
import type { ReviseAddress } from '../../application/shipping/revise-address.js';
import type { SaveAddress } from '../../application/shipping/save-address.js';
import type { TrackShipping } from '../../application/shipping/track-shipping.js';
import type { SessionCookies } from '../../interfaces/http/account/session-cookies.js';
import type { Authenticate } from '../../interfaces/http/shared/caller.js';
import type { HttpController } from '../../interfaces/http/shared/http-controller.js';
import type { JsonSchema } from '../../interfaces/http/shared/route.js';
import type { Config } from '../config/config.js';
import type { DatabaseEar } from '../database/database-ear.js';
import type { EventSignal } from '../jobs/event-signal.js';
import type { Limits } from '../limits/limits-of.js';
import type { JobDesk } from '../jobs/job-desk.js';
import type { Duty } from '../jobs/timetable.js';
import type { PrometheusMetrics } from '../metrics/prometheus-metrics.js';
import type { FakePaymentGateway } from '../payment/fake-payment-gateway.js';
import type { MailTransport } from '../notification/mail-transport.js';
import type { OutboxRelay } from '../persistence/outbox/outbox-relay.js';
import type { ChangeSignals } from '../persistence/shared/change-signals.js';
import type { KnexUnitOfWork } from '../persistence/shared/knex-unit-of-work.js';
import type { ReplicaSql } from '../persistence/shared/replica-sql.js';
import type { PoolSql, Sql } from '../persistence/shared/sql.js';
import type { RedisShouts } from '../signals/redis-shouts.js';
import type { MediaFiles } from '../storage/media-files.js';
import type { OtlpTracer } from '../tracing/otlp-tracer.js';
import type { BackgroundWork, FirstSteps } from './duties.js';
import type { ShopState } from './shop-state.js';

const token = <Service>(name: string) => Symbol.for(name) as ServiceIdentifier<Service>;

/** What can be asked of the container, with its type. Each capability has its own block. */
export const TOKENS = {
  // what the rest stands on
  config: token<Config>('Config'),
  knex: token<Knex>('Knex'),
  poolSql: token<PoolSql>('PoolSql'),
  catalogueSql: token<Sql>('CatalogueSql'),
  replicaSql: token<ReplicaSql>('ReplicaSql'),
  unitOfWork: token<KnexUnitOfWork>('UnitOfWork'),
  databaseEar: token<DatabaseEar>('DatabaseEar'),
  changeSignals: token<ChangeSignals>('ChangeSignals'),
  redisShouts: token<RedisShouts | undefined>('RedisShouts'),
  clock: token<Clock>('Clock'),
  idGenerator: token<IdGenerator>('IdGenerator'),
  logger: token<Logger>('Logger'),
  readiness: token<Readiness>('Readiness'),
  metrics: token<PrometheusMetrics>('Metrics'),
  tracer: token<OtlpTracer | undefined>('Tracer'),
  metricsPage: token<MetricsPage>('MetricsPage'),
  shopState: token<ShopState>('ShopState'),

  apiDocument: token<() => JsonSchema>('ApiDocument'),
  allControllers: token<() => readonly HttpController[]>('AllControllers'),

  // what a capability adds to: each of these is bound many times
  httpController: token<HttpController>('HttpController'),
  eventHandler: token<EventHandler>('EventHandler'),

  // what a process does beside answering
  allEventHandlers: token<() => readonly EventHandler[]>('AllEventHandlers'),
  outboxRelay: token<OutboxRelay>('OutboxRelay'),
  eventSignal: token<EventSignal>('EventSignal'),
  duties: token<readonly Duty[]>('Duties'),
  worker: token<BackgroundWork>('Worker'),
  jobDesk: token<JobDesk>('JobDesk'),
  firstSteps: token<FirstSteps>('FirstSteps'),
  backOffice: token<BackOffice>('BackOffice'),
  loadDemoShop: token<LoadDemoShop>('LoadDemoShop'),

  // mails
  shopLinks: token<ShopLinks>('ShopLinks'),
  mailTransport: token<MailTransport>('MailTransport'),
  mailer: token<Mailer>('Mailer'),

  // who may call, and how often
  authenticate: token<Authenticate>('Authenticate'),
  rateLimiter: token<RateLimiter>('RateLimiter'),
  limits: token<Limits>('Limits'),
  pressure: token<Pressure>('Pressure'),

  // identity
  secretTokens: token<SecretTokens>('SecretTokens'),
  passwordHasher: token<PasswordHasher>('PasswordHasher'),
  passwordJudge: token<PasswordJudge>('PasswordJudge'),
  tokenIssuer: token<TokenIssuer>('TokenIssuer'),
  loginGuard: token<LoginGuard>('LoginGuard'),
  sessionStandings: token<SessionStandings>('SessionStandings'),
  sessionCookies: token<SessionCookies>('SessionCookies'),
  accountQueries: token<AccountQueries>('AccountQueries'),
  mailTokens: token<MailTokens>('MailTokens'),
  openAccount: token<OpenAccount>('OpenAccount'),
  grantRole: token<GrantRole>('GrantRole'),

  // shelves: what products stand on and are shown with
  forgetOrphanedImages: token<ForgetOrphanedImages>('ForgetOrphanedImages'),
  imageStore: token<ImageStore & Media & Pick<MediaFiles, 'check'>>('ImageStore'),
  shelfQueries: token<ShelfQueries>('ShelfQueries'),
  createCategory: token<CreateCategory>('CreateCategory'),
  createBrand: token<CreateBrand>('CreateBrand'),
  attachImages: token<AttachImages>('AttachImages'),

  // catalogue: the products
  catalogueQueries: token<CatalogueQueries>('CatalogueQueries'),
  productSearch: token<ProductSearch>('ProductSearch'),
  createProduct: token<CreateProduct>('CreateProduct'),
  imageEmbedder: token<ImageEmbedder>('ImageEmbedder'),
  indexUnknownPictures: token<IndexUnknownPictures>('IndexUnknownPictures'),

  // products in and out
  tradeFormats: token<TradeFormats>('TradeFormats'),
  importQueries: token<ImportQueries>('ImportQueries'),
  exportProducts: token<ExportProducts>('ExportProducts'),
  importProducts: token<ImportProducts>('ImportProducts'),
  importFile: token<ImportFile>('ImportFile'),
  runWaitingImports: token<RunWaitingImports>('RunWaitingImports'),

  // inventory
  stockQueries: token<StockQueries>('StockQueries'),

  // shipping
  shippingRates: token<ShippingRates>('ShippingRates'),
  taxCalculator: token<TaxCalculator>('TaxCalculator'),
  shippingQueries: token<ShippingQueries>('ShippingQueries'),
  saveAddress: token<SaveAddress>('SaveAddress'),
  reviseAddress: token<ReviseAddress>('ReviseAddress'),
  forgetAddress: token<ForgetAddress>('ForgetAddress'),
  moveShipment: token<MoveShipment>('MoveShipment'),
  trackShipping: token<TrackShipping>('TrackShipping'),

  // cart
  digest: token<Digest>('Digest'),
  cartPricing: token<CartPricing>('CartPricing'),

  // orders
  orderQueries: token<OrderQueries>('OrderQueries'),
  cancelOrder: token<CancelOrder>('CancelOrder'),
  moveOrder: token<MoveOrder>('MoveOrder'),
  recordManualPayment: token<RecordManualPayment>('RecordManualPayment'),

  // payments
  paymentGateways: token<PaymentGateways>('PaymentGateways'),
  paymentQueries: token<PaymentQueries>('PaymentQueries'),
  fakeGateway: token<FakePaymentGateway>('FakeGateway'),
  paymentAdminQueries: token<PaymentAdminQueries>('PaymentAdminQueries'),

  // checkout
  placeOrder: token<PlaceOrder>('PlaceOrder'),
  payAgain: token<PayAgain>('PayAgain'),
  settlePayment: token<SettlePayment>('SettlePayment'),
  hearProviderEvent: token<HearProviderEvent>('HearProviderEvent'),
  applyParkedEvents: token<ApplyParkedEvents>('ApplyParkedEvents'),
  returnLinks: token<ReturnLinks>('ReturnLinks'),
  resumeUnfinishedCheckouts: token<ResumeUnfinishedCheckouts>('ResumeUnfinishedCheckouts'),
  expireUnpaidOrders: token<ExpireUnpaidOrders>('ExpireUnpaidOrders'),
  reconcilePayments: token<ReconcilePayments>('ReconcilePayments'),
  resumeUnansweredRefunds: token<ResumeUnansweredRefunds>('ResumeUnansweredRefunds'),
  buyerDirectory: token<BuyerDirectory>('BuyerDirectory'),
} as const;
