import { ContainerModule } from 'inversify';
import { AddVariant } from '../../application/catalogue/add-variant.js';
import { ArchiveVariant } from '../../application/catalogue/archive-variant.js';
import { ReviseVariant } from '../../application/catalogue/revise-variant.js';
import { SchedulePrice } from '../../application/catalogue/schedule-price.js';
import { WithdrawPrice } from '../../application/catalogue/withdraw-price.js';
import { VariantController } from '../../interfaces/http/catalogue/variant-controller.js';
import { SqlPriceQueries } from '../persistence/catalogue/sql-price-queries.js';
import { TOKENS } from './tokens.js';

/** What a product comes in, and what each of these costs when. */
export const variantsModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, catalogue, sql, clock, ids, config) =>
      new VariantController(
        new AddVariant(unitOfWork, clock, ids),
        new ReviseVariant(unitOfWork, clock),
        new ArchiveVariant(unitOfWork, clock),
        new SchedulePrice(unitOfWork, clock, ids),
        new WithdrawPrice(unitOfWork, clock),
        catalogue,
        new SqlPriceQueries(sql),
        clock,
        config.currency,
      ),
    [TOKENS.unitOfWork, TOKENS.catalogueQueries, TOKENS.poolSql, TOKENS.clock, TOKENS.idGenerator, TOKENS.config],
  );
});
