import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Answer } from '../../bench/load.js';
import { arrive, parsed, stockUp, type Caller, type Person } from './caller.js';
import { BAD_CARDS, CARDS } from './cards.js';
import type { Chance } from './chance.js';
import type { Check } from './money-checks.js';

/** What a buyer was told of an order. */
interface ToldOrder {
  readonly key: string;
  readonly status: number;
  readonly orderId: string;
  /** The same question again. */
  readonly ask: () => Promise<Answer>;
}

interface Buyer {
  readonly person: Person;
  /** Pieces that went into the cart, as far as the buyer was told. */
  added: number;
}

/** As few bytes as a picture can have. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==', 'base64');
const TITLES = ['Lamp', 'Mug', 'Kettle', 'Tent'];
/** A picture asks for a whole core for a moment; the rest asks for the database. */
const REST_OF_ADMIN_MS = 400;

/** How many of the last keys are asked about again. */
const ASKED_AGAIN = 40;

const orderOf = (answer: Answer): string => {
  const { id = '', order_id: orderId = id } = parsed(answer) as { id?: string; order_id?: string };
  return orderId;
};

/** Buyers and an admin who do everything that a shop is for, remember what they were told, and ask again under the same key. */
export class MixedLoad {
  isProviderWell = true;
  /** Answers that no fault excuses. */
  readonly oddities: string[] = [];
  readonly told: ToldOrder[] = [];
  readonly #cancelled: string[] = [];
  readonly #buyers: Buyer[] = [];
  #tester!: Buyer;
  readonly #pictures: string[] = [];
  #admin!: Person;
  #products: readonly string[] = [];
  #shownId = '';
  #price: { said: number; tried: number } = { said: 19.99, tried: 19.99 };
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();
  #next = 0;

  constructor(
    private readonly caller: Caller,
    private readonly chance: Chance,
    private readonly name: string,
  ) {}

  async open(admin: Person, buyers: number): Promise<void> {
    this.#admin = admin;
    await admin.logIn();
    const ids = await stockUp(
      admin,
      [...TITLES, 'Poster'].map((title) => `${title} ${this.name}`),
    );
    this.#shownId = ids.pop() ?? '';
    this.#products = ids;
    for (let number = 1; number <= buyers; number += 1) this.#buyers.push(await this.#arrive(number));
    this.#tester = await this.#arrive(0);
  }

  start(): void {
    this.#running = Promise.all([
      ...this.#buyers.map((buyer) => this.#whileOpen(() => this.#shop(buyer))),
      this.#whileOpen(() => this.#tend()),
    ]);
    this.#running.catch(() => undefined);
  }

  /** @returns when everybody has got the answer to what was asked. @throws when somebody was not answered. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** A whole purchase, to see whether the shop works. */
  buyOne(): Promise<boolean> {
    return this.#checkOut(this.#tester);
  }

  /** What was promised by an answer is there, once, and nowhere else. */
  async check(knex: Knex): Promise<Check[]> {
    const orders = await knex<{ id: string; status: string; email: string }>('orders').select('id', 'status', 'email');
    const statusOf = new Map(orders.map(({ id, status }) => [id, status]));
    const shown = parsed(await this.caller.ask({ path: `/api/products/${this.#shownId}` }));
    const pictures = await Promise.all(this.#pictures.map((url) => this.caller.ask({ path: `/${url}` })));
    return [
      { what: 'every order that a buyer was told of is there', broken: this.told.filter(({ orderId }) => !statusOf.has(orderId)).length },
      { what: 'each key made one order', broken: this.told.length - new Set(this.told.map(({ orderId }) => orderId)).size },
      { what: 'each key is answered as it was the first time', broken: await this.#changedAnswers() },
      {
        what: 'every cancelled order is cancelled',
        broken: this.#cancelled.filter((id) => !['cancelled', 'expired'].includes(statusOf.get(id) ?? '')).length,
      },
      { what: 'every piece that was put in a cart is in an order or in the cart, once', broken: await this.#lostPieces(knex) },
      {
        what: 'the last price that was set is shown',
        broken: [this.#price.said, this.#price.tried].includes(shown['price'] as number) ? 0 : 1,
      },
      { what: 'every picture that was taken in is shown', broken: pictures.filter(({ status }) => status !== 200).length },
      { what: 'nobody was answered what makes no sense', broken: this.oddities.length },
    ];
  }

  async #arrive(number: number): Promise<Buyer> {
    return { person: await arrive(this.caller, `${this.name}-${number}`), added: 0 };
  }

  async #whileOpen(work: () => Promise<unknown>): Promise<void> {
    while (!this.#isOver) {
      await work();
      await sleep(this.chance.next() * 60);
    }
  }

  async #shop(buyer: Buyer): Promise<unknown> {
    const whim = this.chance.next();
    const product = this.chance.oneOf(this.#products);
    if (whim < 0.2) return this.#expect(200, await this.caller.ask({ path: `/api/products/?limit=5&sort=-price` }));
    if (whim < 0.3) return this.#expect(200, await this.caller.ask({ path: `/api/products/search?q=${this.chance.oneOf(TITLES)}` }));
    if (whim < 0.4) return this.#expect(200, await this.caller.ask({ path: `/api/products/${product}` }));
    if (whim < 0.5) return this.#expect(200, await buyer.person.ask({ path: '/api/orders/' }));
    if (whim < 0.6) return this.#add(buyer, product);
    return this.#checkOut(buyer);
  }

  async #add(buyer: Buyer, product: string): Promise<boolean> {
    const headers = { 'idempotency-key': `${this.name}-add-${(this.#next += 1)}` };
    const answer = await buyer.person.ask({ method: 'POST', path: '/api/carts/add', headers, body: { product_id: product } });
    if (answer.status === 200) buyer.added += 1;
    return this.#expect(200, answer);
  }

  async #checkOut(buyer: Buyer): Promise<boolean> {
    if (!(await this.#add(buyer, this.chance.oneOf(this.#products)))) return false;
    const key = `${this.name}-${(this.#next += 1)}`;
    const card = this.chance.weighted<string>(this.isProviderWell ? CARDS : BAD_CARDS);
    const shot = {
      method: 'POST',
      path: '/api/orders/checkout',
      headers: { 'idempotency-key': key },
      body: { payment_token: card },
    } as const;
    const ask = (): Promise<Answer> => buyer.person.ask(shot);
    const answer = await ask();
    // 200: the first try got as far as the order, and whoever asks again meets it.
    if (!this.#expect([200, 201, 202, 402], answer)) return false;
    const orderId = orderOf(answer);
    this.told.push({ key, status: answer.status, orderId, ask });
    if (answer.status === 402 && this.chance.happens(0.5)) {
      await buyer.person.ask({ method: 'POST', path: `/api/orders/${orderId}/payments`, body: { payment_token: 'tok_success' } });
    } else if (this.chance.happens(0.1)) {
      const cancelled = await buyer.person.ask({ method: 'PATCH', path: `/api/orders/cancel/${orderId}` });
      if (cancelled.status === 200) this.#cancelled.push(orderId);
    }
    return true;
  }

  /** A price that goes up by a cent, or a picture. */
  async #tend(): Promise<void> {
    await sleep(REST_OF_ADMIN_MS);
    if (this.chance.happens(0.3)) return this.#hang();
    const price = Math.round(this.#price.tried * 100 + 1) / 100;
    this.#price.tried = price;
    const answer = await this.#admin.ask({ method: 'PATCH', path: `/api/products/${this.#shownId}`, body: { price } });
    if (this.#expect(200, answer)) this.#price.said = price;
  }

  async #hang(): Promise<void> {
    const form = new FormData();
    form.set('image', new Blob([DOT], { type: 'image/png' }), 'dot.png');
    form.set('title', `Poster ${(this.#next += 1)} ${this.name}`);
    form.set('price', '5');
    const { base } = this.chance.oneOf(this.caller.places);
    const options = { method: 'POST', headers: this.#admin.headers, body: form, signal: AbortSignal.timeout(30_000) };
    const response = await fetch(`${base}/api/products/`, options).catch(() => undefined);
    this.caller.heard.push({ at: Date.now(), took: 0, status: response?.status ?? 0, what: 'POST a picture' });
    if (response?.status !== 201) return void (await response?.text().catch(() => ''));
    const text = await response.text().catch(() => '');
    if (text !== '') this.#pictures.push((JSON.parse(text) as { image_url: string }).image_url);
  }

  #expect(wanted: number | readonly number[], answer: { readonly status: number; readonly body: string }): boolean {
    const isFine = [wanted].flat().includes(answer.status);
    if (!isFine) this.oddities.push(`${answer.status} ${answer.body.slice(0, 200)}`);
    return isFine;
  }

  async #changedAnswers(): Promise<number> {
    let changed = 0;
    for (const { status, orderId, ask } of this.told.slice(-ASKED_AGAIN)) {
      const again = await ask();
      if (again.status !== status || orderOf(again) !== orderId) changed += 1;
    }
    return changed;
  }

  async #lostPieces(knex: Knex): Promise<number> {
    let lost = 0;
    for (const { person, added } of [this.#tester, ...this.#buyers]) {
      const { rows } = await knex.raw<{ rows: { kept: string }[] }>(
        `select coalesce((select sum(line.quantity) from order_lines line join orders o on o.id = line.order_id where o.email = :email), 0)
           + coalesce((select sum(item.quantity) from cart_items item join carts cart on cart.id = item.cart_id
               join accounts account on account.id = cart.customer_id where account.email = :email and cart.status = 'active'), 0) as kept`,
        { email: person.email },
      );
      lost += Math.abs(Number(rows[0]?.kept) - added);
    }
    return lost;
  }
}
