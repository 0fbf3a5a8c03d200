import { ContainerModule } from 'inversify';
import { CreateBrand } from '../../application/catalogue/create-brand.js';
import { CreateTag } from '../../application/catalogue/create-tag.js';
import { CreateCategory } from '../../application/catalogue/create-category.js';
import { RemoveCategory } from '../../application/catalogue/remove-category.js';
import { RemoveLabel } from '../../application/catalogue/remove-label.js';
import { ReviseLabel } from '../../application/catalogue/revise-label.js';
import { ReviseCategory } from '../../application/catalogue/revise-category.js';
import { BrandController } from '../../interfaces/http/catalogue/brand-controller.js';
import { CategoryController } from '../../interfaces/http/catalogue/category-controller.js';
import { TagController } from '../../interfaces/http/catalogue/tag-controller.js';
import { SqlShelfQueries } from '../persistence/catalogue/sql-shelf-queries.js';
import { TOKENS } from './tokens.js';

/** What products stand on and are shown with: categories, brands and tags. */
export const shelvesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.shelfQueries).toResolvedValue((sql) => new SqlShelfQueries(sql), [TOKENS.catalogueSql]);
  bind(TOKENS.createCategory).toResolvedValue(
    (unitOfWork, clock, ids) => new CreateCategory(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.createBrand).toResolvedValue((unitOfWork) => new CreateBrand(unitOfWork), [TOKENS.unitOfWork]);

  bind(TOKENS.httpController).toResolvedValue(
    (create, unitOfWork, clock, shelves) =>
      new CategoryController(create, new ReviseCategory(unitOfWork, clock), new RemoveCategory(unitOfWork, clock), shelves),
    [TOKENS.createCategory, TOKENS.unitOfWork, TOKENS.clock, TOKENS.shelfQueries],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (create, unitOfWork, clock, shelves) =>
      new BrandController(create, new ReviseLabel(unitOfWork, clock), new RemoveLabel(unitOfWork, clock), shelves),
    [TOKENS.createBrand, TOKENS.unitOfWork, TOKENS.clock, TOKENS.shelfQueries],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, clock, shelves) =>
      new TagController(new CreateTag(unitOfWork), new ReviseLabel(unitOfWork, clock), new RemoveLabel(unitOfWork, clock), shelves),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.shelfQueries],
  );
});
