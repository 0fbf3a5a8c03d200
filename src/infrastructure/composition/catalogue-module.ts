import { ContainerModule } from 'inversify';
import { CountSaleOnOrderConfirmed } from '../../application/catalogue/count-sale-on-order-confirmed.js';
import { CreateProduct } from '../../application/catalogue/create-product.js';
import { RetireProduct } from '../../application/catalogue/retire-product.js';
import { ReviseProduct } from '../../application/catalogue/revise-product.js';
import { ProductController } from '../../interfaces/http/catalogue/product-controller.js';
import { SqlSalesCounter } from '../persistence/catalogue/sql-sales-counter.js';
import { TOKENS } from './tokens.js';

/** The products themselves: filled, searched and shown. */
export const catalogueModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.createProduct).toResolvedValue(
    (unitOfWork, images, clock, ids, config) => new CreateProduct(unitOfWork, images, clock, ids, config.currency),
    [TOKENS.unitOfWork, TOKENS.imageStore, TOKENS.clock, TOKENS.idGenerator, TOKENS.config],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (create, unitOfWork, catalogue, images, clock, ids, config) =>
      new ProductController(
        create,
        new ReviseProduct(unitOfWork, catalogue, images, clock, ids),
        new RetireProduct(unitOfWork, clock),
        catalogue,
        config.currency,
      ),
    [TOKENS.createProduct, TOKENS.unitOfWork, TOKENS.catalogueQueries, TOKENS.imageStore, TOKENS.clock, TOKENS.idGenerator, TOKENS.config],
  );

  bind(TOKENS.eventHandler).toResolvedValue((sql) => new CountSaleOnOrderConfirmed(new SqlSalesCounter(sql)), [TOKENS.poolSql]);
});
