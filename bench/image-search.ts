/**
 * `npm run bench:image-search -- --pictures=10000`: how quickly a picture finds its product among so many, and how surely. The pictures of
 * the demo shop hang on as many products; on each of the others hangs a blend of two of them in other colours, and nearly every one of
 * those is like something. What is sent are changed copies: smaller, cut, mirrored, recoloured.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import sharp from 'sharp';
import { encodeVector, signatureOf } from '../src/infrastructure/persistence/catalogue/vector-code.js';
import { LAYOUT_SIDE, layoutOf } from '../src/infrastructure/pictures/picture-layout.js';
import { SharpImageEmbedder } from '../src/infrastructure/pictures/sharp-image-embedder.js';
import { CHANGES, demoPicture, demoPictures } from '../test/support/changed-pictures.js';
import { makeBigCatalogue } from './big-catalogue.js';
import { cpuOf, cpuOfFamily } from './processes.js';
import { openBenchShop, type BenchShop } from './shop.js';

const { values: flags } = parseArgs({
  options: {
    pictures: { type: 'string', default: '10000' },
    lanes: { type: 'string', default: '2' },
    every: { type: 'string', default: '1' },
  },
});
const PICTURES = Number(flags.pictures);
const LANES = Number(flags.lanes);
/** Only every so many-th picture of the demo is looked for. */
const EVERY = Number(flags.every);
const BATCH = 1_000;
const TOP = 3;

const rgbOf = (picture: Buffer): Promise<Buffer> =>
  sharp(picture).flatten({ background: '#fff' }).resize(LAYOUT_SIDE, LAYOUT_SIDE, { fit: 'fill' }).toColourspace('srgb').raw().toBuffer();

/** The two laid over one another, with the colours changed about. */
const blend = (one: Buffer, other: Buffer, place: number): Buffer => {
  const share = 0.35 + (place % 4) / 10;
  const mixed = Buffer.alloc(one.length);
  for (let index = 0; index < one.length; index += 1) {
    const from = index - (index % 3) + ((index + place) % 3);
    mixed[index] = (one[from] ?? 0) * share + (other[from] ?? 0) * (1 - share);
  }
  return mixed;
};

/** @returns which product shows which picture of the demo */
async function hangUp(database: Knex, demo: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, string>> {
  const products = await database('products').where({ status: 'published' }).orderBy('id').limit(PICTURES).pluck<string[]>('id');
  const rgbs = await Promise.all([...demo.values()].map(rgbOf));
  const shownBy = new Map<string, string>();
  const { version } = new SharpImageEmbedder();
  const names = [...demo.keys()];
  for (let from = 0; from < products.length; from += BATCH) {
    const rows = products.slice(from, from + BATCH).map((product_id, offset) => {
      const place = from + offset;
      const name = names[place];
      if (name !== undefined) shownBy.set(name, product_id);
      const [one, other] = [rgbs[place % rgbs.length], rgbs[(place + 1 + Math.floor(place / rgbs.length)) % rgbs.length]];
      const vector = layoutOf((name === undefined ? one && other && blend(one, other, place) : one) ?? Buffer.alloc(0));
      const url = `media/${createHash('md5').update(product_id).digest('hex')}_400x400.webp`;
      return { product_id, url, vector: encodeVector(vector), signature: signatureOf(vector) };
    });
    await database('product_images').insert(
      rows.map(({ product_id, url }) => ({ id: database.raw('gen_random_uuid()'), product_id, url, position: 0, alt: '' })),
    );
    await database('picture_vectors').insert(rows.map(({ url, vector, signature }) => ({ url, version, vector, signature })));
  }
  await database.raw('vacuum analyze product_images, picture_vectors');
  return shownBy;
}

interface Answer {
  readonly change: string;
  readonly milliseconds: number;
  readonly isFound: boolean;
}

async function ask({ base }: BenchShop, picture: Buffer, productId: string | undefined, change: string): Promise<Answer> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(picture)]), 'picture.jpg');
  const began = performance.now();
  const answer = await fetch(`${base}/api/products/search/by-image?limit=${TOP}`, { method: 'POST', body: form });
  const { items = [] } = (await answer.json()) as { items?: readonly { id: string }[] };
  if (answer.status !== 200) throw new Error(`The shop answered ${answer.status}`);
  return { change, milliseconds: performance.now() - began, isFound: items.some(({ id }) => id === productId) };
}

async function run(): Promise<boolean> {
  const shop = await openBenchShop();
  try {
    await makeBigCatalogue(shop.database, { products: PICTURES, lanes: 2 });
    const demo = new Map(await Promise.all(demoPictures().map(async (name) => [name, await demoPicture(name)] as const)));
    const shownBy = await hangUp(shop.database, demo);
    const questions = await Promise.all(
      [...demo].flatMap(([name, picture], place) =>
        place % EVERY === 0
          ? Object.entries(CHANGES).map(async ([change, changed]) => ({ name, change, picture: await changed(picture) }))
          : [],
      ),
    );
    for (const { picture, change } of questions.slice(0, 20)) await ask(shop, picture, undefined, change);

    const before = [cpuOf(shop.server.pid), cpuOfFamily(shop.postgresPid)] as const;
    const answers: Answer[] = [];
    const left = [...questions];
    const lane = async (): Promise<void> => {
      for (let next = left.pop(); next; next = left.pop()) answers.push(await ask(shop, next.picture, shownBy.get(next.name), next.change));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const spent = [cpuOf(shop.server.pid) - before[0], cpuOfFamily(shop.postgresPid) - before[1]] as const;

    const times = answers.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
    const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(0);
    const each = (seconds: number): string => ((seconds * 1_000) / answers.length).toFixed(1);
    const found = answers.filter(({ isFound }) => isFound).length / answers.length;
    const missed = Object.keys(CHANGES).flatMap((change) => {
      const count = answers.filter((answer) => answer.change === change && !answer.isFound).length;
      return count > 0 ? [`${change} ${count}`] : [];
    });
    process.stdout.write(
      `${PICTURES.toLocaleString('en')} pictures, ${answers.length} asked at ${LANES} connections: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms\n` +
        `CPU for each: server ${each(spent[0])} ms, PostgreSQL ${each(spent[1])} ms\n` +
        `Found among the first ${TOP}: ${(found * 100).toFixed(1)} %; missed: ${missed.join(', ') || 'none'}\n`,
    );
    return found >= 0.95;
  } finally {
    await shop.stop();
  }
}

if (!(await run())) process.exitCode = 1;
