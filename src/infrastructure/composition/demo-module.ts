import { join } from 'node:path';
import { ContainerModule } from 'inversify';
import { CreateTag } from '../../application/catalogue/create-tag.js';
import { LoadDemoShop } from '../../application/demo/load-demo-shop.js';
import { JsonDemoCatalogue } from '../demo/json-demo-catalogue.js';
import { OpeningSteps } from './opening-steps.js';
import { PACKAGE_FOLDER } from './package-folder.js';
import { TOKENS } from './tokens.js';
import { UseCaseBackOffice } from './use-case-back-office.js';

export const demoModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.backOffice).toResolvedValue(
    (shelves, catalogue, unitOfWork, createCategory, createBrand, createProduct, attachImages, openAccount, saveAddress) =>
      new UseCaseBackOffice({
        shelves,
        catalogue,
        createTag: new CreateTag(unitOfWork),
        createCategory,
        createBrand,
        createProduct,
        attachImages,
        openAccount,
        saveAddress,
      }),
    [
      TOKENS.shelfQueries,
      TOKENS.catalogueQueries,
      TOKENS.unitOfWork,
      TOKENS.createCategory,
      TOKENS.createBrand,
      TOKENS.createProduct,
      TOKENS.attachImages,
      TOKENS.openAccount,
      TOKENS.saveAddress,
    ],
  );
  bind(TOKENS.loadDemoShop).toResolvedValue(
    (config, backOffice, secrets) =>
      new LoadDemoShop(new JsonDemoCatalogue(join(PACKAGE_FOLDER, 'docs', 'demo'), config.currency), backOffice, secrets),
    [TOKENS.config, TOKENS.backOffice, TOKENS.secretTokens],
  );
  bind(TOKENS.firstSteps).toResolvedValue(
    (config, knex, sql, accounts, openAccount, loadDemoShop) => new OpeningSteps(config, knex, sql, accounts, openAccount, loadDemoShop),
    [TOKENS.config, TOKENS.knex, TOKENS.poolSql, TOKENS.accountQueries, TOKENS.openAccount, TOKENS.loadDemoShop],
  );
});
