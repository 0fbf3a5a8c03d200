import type { Knex } from 'knex';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import type { Change } from '../../../application/shared/ports/change-feed.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import type { IdGenerator } from '../../../application/shared/ports/id-generator.js';
import type { RequestClaim, RequestFate } from '../../../application/shared/ports/request-log.js';
import type { UnitOfWork } from '../../../application/shared/ports/unit-of-work.js';
import { workOnce } from '../../../application/shared/work-once.js';
import { NEW_FOR_DAYS } from '../../../domain/catalogue/tag-rule.js';
import type { DomainEvent } from '../../../domain/shared/domain-event.js';
import { SqlBrandRepository } from '../catalogue/sql-brand-repository.js';
import { SqlCategoryRepository } from '../catalogue/sql-category-repository.js';
import { SqlCartRepository } from '../cart/sql-cart-repository.js';
import { SqlVariantChoices } from '../cart/sql-variant-choices.js';
import { SqlCatalogueIntake } from '../catalogue/sql-catalogue-intake.js';
import { SqlImportLog } from '../catalogue/sql-import-log.js';
import { SqlPriceList } from '../catalogue/sql-price-list.js';
import { SqlTagRepository } from '../catalogue/sql-tag-repository.js';
import { SqlSynonymRepository } from '../catalogue/sql-synonym-repository.js';
import { SqlProductRepository } from '../catalogue/sql-product-repository.js';
import { SqlRuledProducts } from '../catalogue/sql-ruled-products.js';
import { SqlAccountRepository } from '../identity/sql-account-repository.js';
import { SqlBuyerDirectory } from '../identity/sql-buyer-directory.js';
import { SqlMailTokenRepository } from '../identity/sql-mail-token-repository.js';
import { SqlSessionRepository } from '../identity/sql-session-repository.js';
import { SqlStockLedger } from '../inventory/sql-stock-ledger.js';
import { SqlStockLocationRepository } from '../inventory/sql-stock-location-repository.js';
import { SqlStockRoom } from '../inventory/sql-stock-room.js';
import { SqlOrderRepository } from '../order/sql-order-repository.js';
import { SqlPaymentRepository } from '../payment/sql-payment-repository.js';
import { SqlProviderEventLog } from '../payment/sql-provider-event-log.js';
import { SqlRequestLog } from '../requests/sql-request-log.js';
import { ObjectionAddressBookRepository } from '../shipping/objection-address-book-repository.js';
import { ObjectionShipmentRepository } from '../shipping/objection-shipment-repository.js';
import { SystemClock } from '../../system/system-clock.js';
import { RandomSecretTokens } from '../../security/random-secret-tokens.js';
import { asksForRepetition } from './database-faults.js';
import type { ConnectionSource } from './sql.js';
import { OpenTransaction, type Transaction } from './transaction.js';

const SECRETS = new RandomSecretTokens();

/** Every repository, bound to one transaction. The only place that lists them all. */
const repositoriesIn = (transaction: Transaction, clock: Clock, newForDays: number) => ({
  requests: new SqlRequestLog(transaction),
  accounts: new SqlAccountRepository(transaction),
  sessions: new SqlSessionRepository(transaction),
  mailTokens: new SqlMailTokenRepository(transaction, SECRETS),
  buyers: new SqlBuyerDirectory(transaction.sql),
  carts: new SqlCartRepository(transaction, clock),
  variantChoices: new SqlVariantChoices(transaction.sql, clock),
  categories: new SqlCategoryRepository(transaction),
  brands: new SqlBrandRepository(transaction),
  tags: new SqlTagRepository(transaction),
  prices: new SqlPriceList(transaction.sql, clock),
  stock: new SqlStockLedger(transaction),
  stockRoom: new SqlStockRoom(transaction),
  stockLocations: new SqlStockLocationRepository(transaction),
  synonyms: new SqlSynonymRepository(transaction),
  products: new SqlProductRepository(transaction, newForDays),
  ruledProducts: new SqlRuledProducts(transaction),
  intake: new SqlCatalogueIntake(transaction, newForDays),
  imports: new SqlImportLog(transaction.sql),
  orders: new SqlOrderRepository(transaction),
  payments: new SqlPaymentRepository(transaction),
  providerEvents: new SqlProviderEventLog(transaction.sql),
  addressBooks: new ObjectionAddressBookRepository(transaction),
  shipments: new ObjectionShipmentRepository(transaction),
});
export type Repositories = ReturnType<typeof repositoriesIn>;

const MAX_ATTEMPTS = 3;

const mayRetry = (error: unknown): boolean => error instanceof ConcurrencyConflict || asksForRepetition(error);

/** A short wait that differs from one loser to the next, so that they do not meet again. */
const stepBack = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));

/** One PostgreSQL transaction a run; a version conflict, serialization failure or deadlock runs the whole work again, three times in all. */
export class KnexUnitOfWork implements UnitOfWork<Repositories> {
  readonly #pool: ConnectionSource;

  /**
   * @param committed is told the events of each commit that wrote some, so that they are counted and the relay need not wait for its next look.
   * @param announce is told what a commit changed of what is kept in memory, and also when nobody knows whether it was a commit.
   */
  constructor(
    private readonly knex: Knex,
    private readonly ids: IdGenerator,
    private readonly committed: (events: readonly DomainEvent[]) => void = () => {},
    private readonly announce: (changes: ReadonlySet<Change>) => void = () => {},
    private readonly clock: Clock = new SystemClock(),
    private readonly newForDays = NEW_FOR_DAYS,
  ) {
    this.#pool = knex.client as unknown as ConnectionSource;
  }

  async run<Result>(work: (scope: Repositories) => Promise<Result>, claim?: RequestClaim): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      const connection = await this.#pool.acquireConnection();
      const transaction = new OpenTransaction(this.knex, connection, this.ids, attempt > 1);
      try {
        const { result, fate, events } = await this.#once(transaction, work, claim);
        if (events.length > 0) this.committed(events);
        claim?.told?.(fate);
        return result;
      } catch (error) {
        await transaction.sql.abandon(error);
        if (attempt === MAX_ATTEMPTS || !mayRetry(error)) throw error;
      } finally {
        await this.#pool.releaseConnection(connection);
        this.announce(transaction.changes);
      }
      await stepBack(attempt);
    }
  }

  async #once<Result>(
    transaction: OpenTransaction,
    work: (scope: Repositories) => Promise<Result>,
    claim: RequestClaim | undefined,
  ): Promise<{ readonly result: Result; readonly fate: RequestFate; readonly events: readonly DomainEvent[] }> {
    const scope = repositoriesIn(transaction, this.clock, this.newForDays);
    const done = claim ? await workOnce(scope.requests, claim, () => work(scope)) : { result: await work(scope), fate: 'done' as const };
    const events = transaction.outbox.flush();
    await transaction.sql.commit();
    return { ...done, events };
  }
}
