import type { AttachImages } from '../../application/catalogue/attach-images.js';
import type { CreateBrand } from '../../application/catalogue/create-brand.js';
import type { CreateCategory } from '../../application/catalogue/create-category.js';
import type { CreateProduct } from '../../application/catalogue/create-product.js';
import type { CreateTag } from '../../application/catalogue/create-tag.js';
import type { CatalogueQueries } from '../../application/catalogue/ports/catalogue-queries.js';
import type { ShelfQueries } from '../../application/catalogue/ports/shelf-queries.js';
import type { BackOffice, NewAccount, NewProduct } from '../../application/demo/ports/back-office.js';
import type { OpenAccount } from '../../application/identity/open-account.js';
import type { SaveAddress } from '../../application/shipping/save-address.js';
import type { TagRule } from '../../domain/catalogue/tag-rule.js';
import type { AccountId, BrandId, CategoryId, ProductId } from '../../domain/shared/ids.js';
import type { PostalAddress } from '../../domain/shared/postal-address.js';

/** The use cases that stand behind the doors. */
export interface Doors {
  readonly shelves: ShelfQueries;
  readonly catalogue: CatalogueQueries;
  readonly createCategory: CreateCategory;
  readonly createBrand: CreateBrand;
  readonly createTag: CreateTag;
  readonly createProduct: CreateProduct;
  readonly attachImages: AttachImages;
  readonly openAccount: OpenAccount;
  readonly saveAddress: SaveAddress;
}

export class UseCaseBackOffice implements BackOffice {
  constructor(private readonly doors: Doors) {}

  async category(name: string, description: string, parentId: CategoryId | null): Promise<CategoryId> {
    const { shelves, createCategory } = this.doors;
    const wanted = name.toLowerCase();
    const there = (await shelves.categories()).find((other) => other.parentId === parentId && other.name.toLowerCase() === wanted);
    return there?.id ?? createCategory.execute({ name, description, parentId });
  }

  async brand(name: string): Promise<BrandId> {
    return (await this.doors.createBrand.execute({ name })).brandId;
  }

  async ruledTag(name: string, rule: TagRule): Promise<void> {
    const { shelves, createTag } = this.doors;
    const isThere = (await shelves.tags()).some((tag) => tag.rule === rule || tag.name.toLowerCase() === name.toLowerCase());
    if (!isThere) await createTag.execute({ name, rule });
  }

  productWith(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined> {
    return this.doors.catalogue.withSku(sku);
  }

  addProduct({ title, description, brandId, categoryIds, tags, options, variants }: NewProduct): Promise<ProductId> {
    return this.doors.createProduct.execute({
      title,
      description,
      brandId,
      categoryIds,
      tags,
      options,
      variants: variants.map(({ stock, ...variant }) => ({ ...variant, stockQuantity: stock })),
    });
  }

  async hangPicture(productId: ProductId, png: Uint8Array, alt: string): Promise<void> {
    await this.doors.attachImages.execute({ productId, pictures: [{ bytes: png }], alt });
  }

  openAccount(account: NewAccount): Promise<AccountId | undefined> {
    return this.doors.openAccount.execute(account);
  }

  async addAddress(customerId: AccountId, address: PostalAddress): Promise<void> {
    await this.doors.saveAddress.execute({ customerId, address });
  }
}
