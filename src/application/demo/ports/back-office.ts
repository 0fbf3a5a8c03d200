import type { TagRule } from '../../../domain/catalogue/tag-rule.js';
import type { AccountId, BrandId, CategoryId, ProductId } from '../../../domain/shared/ids.js';
import type { PostalAddress } from '../../../domain/shared/postal-address.js';
import type { DemoProduct } from './demo-catalogue.js';

export type NewProduct = Pick<DemoProduct, 'title' | 'description' | 'tags' | 'options' | 'variants'> & {
  readonly brandId: BrandId;
  readonly categoryIds: readonly CategoryId[];
};

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: 'customer' | 'admin';
}

/**
 * The doors through which people fill a shop: behind each is the very use case that the API calls, with all its rules.
 * What is there already is found, never made twice.
 */
export interface BackOffice {
  /** Made under its parent if it is not there. */
  category(name: string, description: string, parentId: CategoryId | null): Promise<CategoryId>;
  /** Made if it is not there. */
  brand(name: string): Promise<BrandId>;
  /** Made unless there is one with this rule, or one that is called so. */
  ruledTag(name: string, rule: TagRule): Promise<void>;
  productWith(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined>;
  addProduct(product: NewProduct): Promise<ProductId>;
  hangPicture(productId: ProductId, png: Uint8Array, alt: string): Promise<void>;
  /** @returns the new account, able to log in and verified; undefined when somebody has this e-mail address. */
  openAccount(account: NewAccount): Promise<AccountId | undefined>;
  addAddress(customerId: AccountId, address: PostalAddress): Promise<void>;
}
