import { ContainerModule } from 'inversify';
import { AttachImages } from '../../application/catalogue/attach-images.js';
import { DetachImage } from '../../application/catalogue/detach-image.js';
import { DiscardImageOnImageDetached } from '../../application/catalogue/discard-image-on-image-detached.js';
import { ForgetOrphanedImages } from '../../application/catalogue/forget-orphaned-images.js';
import { MakeSizesOnImageAttached } from '../../application/catalogue/make-sizes-on-image-attached.js';
import { ReviseImage } from '../../application/catalogue/revise-image.js';
import { ImageController } from '../../interfaces/http/catalogue/image-controller.js';
import { MediaController } from '../../interfaces/http/media/media-controller.js';
import { SqlImageSweeps } from '../persistence/catalogue/sql-image-sweeps.js';
import { SqlImageUse } from '../persistence/catalogue/sql-image-use.js';
import { WebpImageStore } from '../storage/webp-image-store.js';
import { mediaFilesOf } from './media-place.js';
import { TOKENS } from './tokens.js';

/** What products are shown with: kept, made smaller, shown and forgotten. */
export const picturesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.imageStore)
    .toResolvedValue((config) => new WebpImageStore(mediaFilesOf(config)), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.attachImages).toResolvedValue(
    (unitOfWork, images, clock, ids) => new AttachImages(unitOfWork, images, clock, ids),
    [TOKENS.unitOfWork, TOKENS.imageStore, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (attach, unitOfWork, clock) => new ImageController(attach, new ReviseImage(unitOfWork, clock), new DetachImage(unitOfWork, clock)),
    [TOKENS.attachImages, TOKENS.unitOfWork, TOKENS.clock],
  );
  bind(TOKENS.httpController).toResolvedValue((media) => new MediaController(media), [TOKENS.imageStore]);

  bind(TOKENS.eventHandler).toResolvedValue((images) => new MakeSizesOnImageAttached(images), [TOKENS.imageStore]);
  bind(TOKENS.eventHandler).toResolvedValue(
    (images, sql) => new DiscardImageOnImageDetached(images, new SqlImageUse(sql)),
    [TOKENS.imageStore, TOKENS.poolSql],
  );
  bind(TOKENS.forgetOrphanedImages).toResolvedValue(
    (images, sql, clock, logger) => new ForgetOrphanedImages(images, new SqlImageUse(sql), new SqlImageSweeps(sql), clock, logger),
    [TOKENS.imageStore, TOKENS.poolSql, TOKENS.clock, TOKENS.logger],
  );
});
