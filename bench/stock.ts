import type { BenchShop } from './shop.js';
import { logIn } from './shop.js';
import { send } from './load.js';

const KINDS = ['Lamp', 'Mug', 'Chair', 'Backpack', 'Notebook', 'Kettle', 'Blanket', 'Tent', 'Bottle', 'Shirt'];
const WORDS = [
  'Amber',
  'Birch',
  'Cobalt',
  'Dune',
  'Ember',
  'Fern',
  'Granite',
  'Harbour',
  'Indigo',
  'Juniper',
  'Kelp',
  'Linen',
  'Moss',
  'Nimbus',
  'Ochre',
  'Pebble',
  'Quartz',
  'Reed',
  'Slate',
  'Tundra',
];
const PASSWORD = 'bench-password-4711-long';

export interface BenchProduct {
  readonly id: string;
  readonly slug: string;
}

const created = async (shop: BenchShop, path: string, body: unknown): Promise<Record<string, unknown>> => {
  const answer = await send(shop.base, { method: 'POST', path, headers: shop.admin, body });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
};

/** `count` products through the API, eight at a time. */
export async function fillShop(shop: BenchShop, count: number): Promise<BenchProduct[]> {
  const categories: string[] = [];
  for (const kind of KINDS) categories.push(String((await created(shop, '/api/products/category/', { name: `${kind}s` }))['id']));
  const products: BenchProduct[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let index = next++; index < count; index = next++) {
        const kind = index % KINDS.length;
        const product = await created(shop, '/api/products/', {
          title: `${WORDS[index % WORDS.length]} ${WORDS[(index * 7 + 3) % WORDS.length]} ${KINDS[kind]} ${index}`,
          description: `A ${KINDS[kind]?.toLowerCase()} that lasts, made for everyday use in the colour of ${WORDS[(index * 3) % WORDS.length]?.toLowerCase()}. It is easy to clean, repairable, and comes with a two year guarantee.`,
          price: 5 + (index % 200) + 0.99,
          stock_quantity: 1_000_000,
          category_ids: [categories[kind]],
          tags: [WORDS[index % WORDS.length]?.toLowerCase()],
        });
        products.push({ id: String(product['id']), slug: String(product['slug']) });
      }
    }),
  );
  return products;
}

/** Customers with an address and a session. */
export async function welcomeCustomers(shop: BenchShop, count: number): Promise<Readonly<Record<string, string>>[]> {
  const sessions: Readonly<Record<string, string>>[] = [];
  for (let index = 0; index < count; index += 1) {
    const email = `bench-${index}@portico.example`;
    await send(shop.base, { method: 'POST', path: '/api/account/register', body: { email, password: PASSWORD, name: `Bench ${index}` } });
    const headers = await logIn(shop.base, email, PASSWORD);
    await send(shop.base, {
      method: 'POST',
      path: '/api/shippings/addresses',
      headers,
      body: { name: `Bench ${index}`, address_line1: '1 Test Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' },
    });
    sessions.push(headers);
  }
  return sessions;
}
