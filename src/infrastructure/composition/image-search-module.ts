import { ContainerModule } from 'inversify';
import { FindSimilarProducts } from '../../application/catalogue/find-similar-products.js';
import { ForgetPictureOnImageDetached } from '../../application/catalogue/forget-picture-on-image-detached.js';
import { IndexPictureOnImageAttached } from '../../application/catalogue/index-picture-on-image-attached.js';
import { IndexUnknownPictures } from '../../application/catalogue/index-unknown-pictures.js';
import { ImageSearchController } from '../../interfaces/http/catalogue/image-search-controller.js';
import { SqlVectorIndex } from '../persistence/catalogue/sql-vector-index.js';
import { SharpImageEmbedder } from '../pictures/sharp-image-embedder.js';
import { TOKENS } from './tokens.js';

/** How products are found by what they look like. */
export const imageSearchModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.imageEmbedder).toConstantValue(new SharpImageEmbedder());
  bind(TOKENS.httpController).toResolvedValue(
    (embedder, sql, catalogue) => new ImageSearchController(new FindSimilarProducts(embedder, new SqlVectorIndex(sql), catalogue)),
    [TOKENS.imageEmbedder, TOKENS.catalogueSql, TOKENS.catalogueQueries],
  );
  bind(TOKENS.indexUnknownPictures).toResolvedValue(
    (media, embedder, sql, state) => new IndexUnknownPictures({ media, embedder, index: new SqlVectorIndex(sql) }, () => !state.isDraining),
    [TOKENS.imageStore, TOKENS.imageEmbedder, TOKENS.poolSql, TOKENS.shopState],
  );

  bind(TOKENS.eventHandler).toResolvedValue(
    (media, embedder, sql) => new IndexPictureOnImageAttached({ media, embedder, index: new SqlVectorIndex(sql) }),
    [TOKENS.imageStore, TOKENS.imageEmbedder, TOKENS.poolSql],
  );
  bind(TOKENS.eventHandler).toResolvedValue((sql) => new ForgetPictureOnImageDetached(new SqlVectorIndex(sql)), [TOKENS.poolSql]);
});
