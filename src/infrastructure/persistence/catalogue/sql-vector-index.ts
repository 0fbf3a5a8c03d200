import type { PictureVector } from '../../../application/catalogue/ports/image-embedder.js';
import type { SimilarProduct, VectorIndex } from '../../../application/catalogue/ports/vector-index.js';
import { id, type ProductId } from '../../../domain/shared/ids.js';
import type { Sql, Statement } from '../shared/sql.js';
import { encodeVector, likeness, signatureOf } from './vector-code.js';

const IS_SHOWN = (url: string): string => `exists (select from product_images shown where shown.url = ${url})`;

const PUT = {
  name: 'picture_vectors.put',
  text: `insert into picture_vectors as kept (url, version, vector, signature)
    select $1, $2, $3::bytea, $4::bit(512) where ${IS_SHOWN('$1')}
    on conflict (url) do update set version = excluded.version, vector = excluded.vector, signature = excluded.signature`,
};
const REMOVE = { name: 'picture_vectors.remove', text: `delete from picture_vectors gone where gone.url = $1 and not ${IS_SHOWN('$1')}` };
const FORGET_UNSHOWN = {
  name: 'picture_vectors.forget_unshown',
  text: `delete from picture_vectors gone where not ${IS_SHOWN('gone.url')}`,
};
const UNKNOWN = {
  name: 'picture_vectors.unknown',
  text: `select distinct image.url from product_images image
    where not exists (select from picture_vectors kept where kept.url = image.url and kept.version = $1) limit $2`,
};

/** So many are compared number by number: enough that of ten thousand none that is nearly the same is left out. */
const CANDIDATES = 600;

/** By their bits all are looked through, which is quick; what is archived or a draft is passed over on the way, however much of it there is. */
const nearestTo = (vectors: number): Statement => {
  const apart = Array.from({ length: vectors }, (_, place) => `bit_count(kept.signature # $${place + 3}::bit(512))`);
  return {
    name: `picture_vectors.nearest_to_${vectors}`,
    isRead: true,
    text: `select near.product_id, kept.vector
      from (
        select sorted.url, shown.product_id
        from (
          select kept.url, least(${apart.join(', ')}) as apart from picture_vectors kept
          where kept.version = $1 and kept.signature is not null order by apart
        ) sorted
        cross join lateral (
          select image.product_id from product_images image join products p on p.id = image.product_id
          where image.url = sorted.url and p.status = 'published'
        ) shown
        order by sorted.apart limit $2
      ) near
      join picture_vectors kept on kept.url = near.url`,
  };
};

interface CandidateRow {
  readonly product_id: string;
  readonly vector: Buffer | null;
}

/** Vectors as bytes, looked through in full: the nearest by a signature of each in PostgreSQL, their order by the vectors here. */
export class SqlVectorIndex implements VectorIndex {
  constructor(private readonly sql: Sql) {}

  async put(url: string, version: string, vector: PictureVector | null): Promise<void> {
    await this.sql.query(PUT, [url, version, vector && encodeVector(vector), vector && signatureOf(vector)]);
  }

  async remove(url: string): Promise<void> {
    await this.sql.query(REMOVE, [url]);
  }

  async nearest(vectors: readonly PictureVector[], version: string, count: number): Promise<readonly SimilarProduct[]> {
    const rows = await this.sql.query<CandidateRow>(nearestTo(vectors.length), [version, CANDIDATES, ...vectors.map(signatureOf)]);
    const best = new Map<ProductId, number>();
    for (const { product_id, vector } of rows) {
      if (!vector) continue;
      const score = Math.max(0, ...vectors.map((asked) => likeness(asked, vector)));
      const productId = id<ProductId>(product_id);
      best.set(productId, Math.max(best.get(productId) ?? 0, score));
    }
    const found = [...best].map(([productId, score]) => ({ productId, score }));
    return found.sort((one, other) => other.score - one.score || (one.productId < other.productId ? -1 : 1)).slice(0, count);
  }

  async unknown(version: string, count: number): Promise<readonly string[]> {
    return (await this.sql.query<{ url: string }>(UNKNOWN, [version, count])).map(({ url }) => url);
  }

  async forgetUnshown(): Promise<void> {
    await this.sql.query(FORGET_UNSHOWN);
  }
}
