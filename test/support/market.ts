import { Cart } from '../../src/domain/cart/cart.js';
import { id, type CustomerId, type OrderId, type ProductId, type VariantId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { anAddress } from './builders/an-address.js';
import type { Shop } from './shop.js';
import { signUp, type SignedIn } from './sign-in.js';

export interface Ware {
  readonly productId: ProductId;
  readonly variantId: VariantId;
  readonly priceMinor: number;
}

const ids = new UuidGenerator();

/** Fills a shop with goods and buyers, past its doors: what is tested is what happens at the till. */
export class Market {
  constructor(private readonly shop: Shop) {}

  /** Somebody who is signed in, with an address and something in the cart. */
  async shopper(...lines: readonly (readonly [Ware, number])[]): Promise<SignedIn> {
    const shopper = await signUp(this.shop, { name: 'Ada Lovelace' });
    await this.moveIn(shopper.accountId);
    if (lines.length > 0) await this.fillCart(shopper.accountId, lines);
    return shopper;
  }

  /** A published product with one variant and `stock` pieces on the shelf. */
  async ware({ title = 'Mug', priceMinor = 1250, stock = 100 } = {}): Promise<Ware> {
    const [productId, variantId, now] = [ids.next<ProductId>(), ids.next<VariantId>(), new Date()];
    const slug = `${title.toLowerCase()}-${productId.slice(-12)}`;
    await this.shop.knex('products').insert({
      id: productId,
      title,
      description: `A good ${title}`,
      slug,
      status: 'published',
      options: JSON.stringify([]),
      currency: 'USD',
      price_minor: priceMinor,
      created_at: now,
      updated_at: now,
      version: 1,
    });
    const variant = { id: variantId, product_id: productId, position: 0, sku: slug, options: JSON.stringify({}), price_minor: priceMinor };
    await this.shop.knex('variants').insert(variant);
    await this.#unitOfWork.run((scope) => scope.stock.setOnHand(variantId, stock, now));
    return { productId, variantId, priceMinor };
  }

  /** Accounts that nobody can log in to, each with an address. */
  async buyers(count: number, { isVerified = true } = {}): Promise<readonly CustomerId[]> {
    const now = new Date();
    const buyers = Array.from({ length: count }, () => ids.next<CustomerId>());
    await this.shop.knex('accounts').insert(
      buyers.map((buyer) => ({
        id: buyer,
        email: `${buyer}@example.com`,
        name: 'Ada Lovelace',
        password_hash: '-',
        roles: ['customer'],
        is_active: true,
        verified_at: isVerified ? now : null,
        created_at: now,
        updated_at: now,
        version: 1,
      })),
    );
    await inLanes(buyers.map((buyer) => () => this.moveIn(buyer)));
    return buyers;
  }

  /** An address in San Francisco. */
  moveIn(buyer: CustomerId): Promise<void> {
    return this.#unitOfWork.run(async ({ addressBooks }) => {
      const book = await addressBooks.ofForChange(buyer);
      book.add(ids.next(), anAddress());
      await addressBooks.save(book);
    });
  }

  /** Puts things in the buyer's cart, which is a new one when the last was bought. */
  fillCart(buyer: CustomerId, lines: readonly (readonly [Ware, number])[]): Promise<void> {
    return this.#unitOfWork.run(async ({ carts }) => {
      const cart = (await carts.activeOf(buyer)) ?? Cart.start(ids.next(), buyer, new Date());
      for (const [{ productId, variantId, priceMinor }, quantity] of lines)
        cart.put({ productId, variantId, unitPrice: Money.of(priceMinor, 'USD') }, quantity, ids.next(), new Date());
      await carts.save(cart);
    });
  }

  /** What is on the shelf, what of it is promised, and what the movements and the reservations say of both. */
  async shelf({ variantId }: Ware): Promise<{ onHand: number; reserved: number; moved: number; promised: number }> {
    const { rows } = await this.shop.knex.raw<{ rows: [{ onHand: number; reserved: number; moved: number; promised: number }] }>(
      `select on_hand as "onHand", reserved,
         coalesce((select sum(delta)::int from stock_movements m where m.variant_id = s.variant_id), 0) as moved,
         coalesce((select sum(quantity)::int from reservations r where r.variant_id = s.variant_id), 0) as promised
       from stock s where variant_id = ?`,
      [variantId],
    );
    return rows[0];
  }

  async count(table: string): Promise<number> {
    const [row] = await this.shop.knex(table).count<{ count: number }[]>();
    return row?.count ?? 0;
  }

  /** The fake provider's charges that took money. */
  async charges(): Promise<number> {
    const [row] = await this.shop.knex('fake_gateway_charges').where('captured_minor', '>', 0).count<{ count: number }[]>();
    return row?.count ?? 0;
  }

  async statusOf(orderId: string): Promise<string> {
    const order = await this.#unitOfWork.run(({ orders }) => orders.find(id<OrderId>(orderId)));
    return order?.status ?? 'gone';
  }

  get #unitOfWork() {
    return this.shop.container.get(TOKENS.unitOfWork);
  }
}

const LANES = 25;

/** Does all of it, many at once: more would only wait for a connection, and some of them too long. */
export async function inLanes<Result>(works: readonly (() => Promise<Result>)[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...works.entries()];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** The same for what may fail. */
export const sideBySide = <Result>(works: readonly (() => Promise<Result>)[]): Promise<readonly PromiseSettledResult<Result>[]> =>
  inLanes(
    works.map(
      (work) => (): Promise<PromiseSettledResult<Result>> =>
        work().then(
          (value) => ({ status: 'fulfilled', value }),
          (reason: unknown) => ({ status: 'rejected', reason }),
        ),
    ),
  );
