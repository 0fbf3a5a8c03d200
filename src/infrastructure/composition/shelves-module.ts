import { ContainerModule } from 'inversify';
import { AttachImages } from '../../application/catalogue/attach-images.js';
import { CreateBrand } from '../../application/catalogue/create-brand.js';
import { CreateTag } from '../../application/catalogue/create-tag.js';
import { CreateCategory } from '../../application/catalogue/create-category.js';
import { DetachImage } from '../../application/catalogue/detach-image.js';
import { RemoveCategory } from '../../application/catalogue/remove-category.js';
import { RemoveLabel } from '../../application/catalogue/remove-label.js';
import { ReviseLabel } from '../../application/catalogue/revise-label.js';
import { ReviseCategory } from '../../application/catalogue/revise-category.js';
import { ReviseImage } from '../../application/catalogue/revise-image.js';
import { BrandController } from '../../interfaces/http/catalogue/brand-controller.js';
import { CategoryController } from '../../interfaces/http/catalogue/category-controller.js';
import { ImageController } from '../../interfaces/http/catalogue/image-controller.js';
import { TagController } from '../../interfaces/http/catalogue/tag-controller.js';
import { MediaController } from '../../interfaces/http/media/media-controller.js';
import { SqlShelfQueries } from '../persistence/catalogue/sql-shelf-queries.js';
import { DiskImageStore } from '../storage/disk-image-store.js';
import { mediaFolderOf } from './media-folder.js';
import { TOKENS } from './tokens.js';

/** What products stand on and are shown with: categories, brands, tags and pictures. */
export const shelvesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.imageStore)
    .toResolvedValue((config) => new DiskImageStore(mediaFolderOf(config)), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.shelfQueries).toResolvedValue((sql) => new SqlShelfQueries(sql), [TOKENS.catalogueSql]);
  bind(TOKENS.createCategory).toResolvedValue(
    (unitOfWork, clock, ids) => new CreateCategory(unitOfWork, clock, ids),
    [TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.createBrand).toResolvedValue((unitOfWork) => new CreateBrand(unitOfWork), [TOKENS.unitOfWork]);
  bind(TOKENS.attachImages).toResolvedValue(
    (unitOfWork, images, clock, ids) => new AttachImages(unitOfWork, images, clock, ids),
    [TOKENS.unitOfWork, TOKENS.imageStore, TOKENS.clock, TOKENS.idGenerator],
  );

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
  bind(TOKENS.httpController).toResolvedValue(
    (attach, unitOfWork, clock) => new ImageController(attach, new ReviseImage(unitOfWork, clock), new DetachImage(unitOfWork, clock)),
    [TOKENS.attachImages, TOKENS.unitOfWork, TOKENS.clock],
  );
  bind(TOKENS.httpController).toResolvedValue((media) => new MediaController(media), [TOKENS.imageStore]);
});
