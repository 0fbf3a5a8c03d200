import { setTimeout as sleep } from 'node:timers/promises';
import { send, type Answer, type Shot } from '../../bench/load.js';
import { Chance } from './chance.js';

/** A server of the shop, in a process of its own. */
export interface Server {
  readonly base: string;
  /** `kill -9`, and back again. */
  strike(): Promise<Server>;
}

export interface Play {
  readonly seed: number;
  readonly checkouts: number;
  readonly buyers: number;
  readonly kills: number;
  readonly admin: { readonly email: string; readonly password: string };
  readonly servers: Server[];
  readonly log: (text: string) => void;
}

/** What the buyers were told: one line for each key. */
export interface Told {
  readonly key: string;
  readonly status: number;
  readonly orderId: string;
}

/** Every way in which a payment can go, the ordinary one most of the time. */
const CARDS = [
  ['tok_success', 50],
  ['tok_declined', 8],
  ['tok_insufficient_funds', 4],
  ['tok_timeout_before', 5],
  ['tok_timeout_after', 10],
  ['tok_error', 5],
  ['tok_pending', 4],
  ['tok_3ds', 3],
  ['tok_authorize_only', 4],
  ['tok_slow', 1],
  ['tok_duplicate_webhook', 4],
  ['tok_reordered_webhooks', 4],
  ['tok_lost_webhook', 4],
] as const;

const PASSWORD = 'chaos-harbour-4711-lamp';
const ADDRESS = { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };
const PATIENCE_MS = 60_000;

const parsed = (answer: Answer): Record<string, unknown> => JSON.parse(answer.body) as Record<string, unknown>;

/** Buyers who never give up, on servers that die: each checkout has a key and is repeated, at any server, until it is answered. */
class Buyers {
  readonly #chance: Chance;
  readonly told: Told[] = [];
  #next = 0;

  constructor(private readonly play: Play) {
    this.#chance = new Chance(play.seed);
  }

  /** Whatever server lives; a lost connection, a 5xx and "still running" are asked again. */
  async ask(shot: Shot): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { base } = this.#chance.oneOf(this.play.servers);
      const answer = await send(base, shot).catch(() => undefined);
      const isFinal =
        answer && answer.status < 500 && !answer.body.includes('idempotency.in_progress') && !answer.body.includes('request.conflict');
      if (isFinal) return answer;
      if (Date.now() > deadline) throw new Error(`${shot.method ?? 'GET'} ${shot.path} was not answered: ${answer?.body ?? 'no server'}`);
      await sleep(30 + this.#chance.next() * 150);
    }
  }

  async logIn(email: string, password: string): Promise<Readonly<Record<string, string>>> {
    const answer = await this.ask({ method: 'POST', path: '/api/account/login', body: { email, password } });
    if (answer.status !== 200) throw new Error(`Nobody can log in: ${answer.body}`);
    return { authorization: `Bearer ${String(parsed(answer)['access_token'])}` };
  }

  async arrive(number: number): Promise<Readonly<Record<string, string>>> {
    const email = `chaos-${this.play.seed}-${number}@example.com`;
    await this.ask({ method: 'POST', path: '/api/account/register', body: { email, password: PASSWORD } });
    const headers = await this.logIn(email, PASSWORD);
    await this.ask({ method: 'POST', path: '/api/shippings/addresses', headers, body: ADDRESS });
    return headers;
  }

  async shop(headers: Readonly<Record<string, string>>, productIds: readonly string[]): Promise<void> {
    while (this.#next < this.play.checkouts) {
      const key = `chaos-${this.play.seed}-${(this.#next += 1)}`;
      await this.ask({ method: 'POST', path: '/api/carts/add', headers, body: { product_id: this.#chance.oneOf(productIds) } });
      const body = { payment_token: this.#chance.weighted(CARDS) };
      const answer = await this.ask({
        method: 'POST',
        path: '/api/orders/checkout',
        headers: { ...headers, 'idempotency-key': key },
        body,
      });
      const { id, order_id: orderId = id ?? '' } = parsed(answer) as { id?: string; order_id?: string };
      this.told.push({ key, status: answer.status, orderId });
      if (answer.status === 402 && this.#chance.happens(0.5))
        await this.ask({ method: 'POST', path: `/api/orders/${orderId}/payments`, headers, body: { payment_token: 'tok_success' } });
      else if (this.#chance.happens(0.1)) await this.ask({ method: 'PATCH', path: `/api/orders/cancel/${orderId}`, headers });
    }
  }
}

/** Kills a server each time another share of the checkouts is done, until the last kill. */
async function strikeNowAndThen(
  { kills, checkouts, servers, seed, log }: Play,
  told: readonly Told[],
  isOver: () => boolean,
): Promise<void> {
  const chance = new Chance(seed + 1);
  for (let kill = 1; kill <= kills; kill += 1) {
    while (told.length < (kill * checkouts) / (kills + 1) && !isOver()) await sleep(20);
    const victim = Math.floor(chance.next() * servers.length);
    log(`kill -9 of server ${victim + 1}, after ${told.length} checkouts`);
    servers[victim] = await (servers[victim] as Server).strike();
  }
}

/** The whole play. @returns what the buyers were told; what became of it has to be looked for when everything has come to rest. */
export async function playPayments(play: Play): Promise<readonly Told[]> {
  const buyers = new Buyers(play);
  const admin = await buyers.logIn(play.admin.email, play.admin.password);
  const productIds: string[] = [];
  for (const title of ['Lamp', 'Mug', 'Kettle', 'Tent']) {
    const body = { title: `${title} ${play.seed}`, price: 19.99, stock_quantity: 1_000_000 };
    productIds.push(String(parsed(await buyers.ask({ method: 'POST', path: '/api/products/', headers: admin, body }))['id']));
  }
  const people: Readonly<Record<string, string>>[] = [];
  for (let number = 1; number <= play.buyers; number += 1) people.push(await buyers.arrive(number));
  let isOver = false;
  const killer = strikeNowAndThen(play, buyers.told, () => isOver);
  await Promise.all(people.map((headers) => buyers.shop(headers, productIds))).finally(() => (isOver = true));
  await killer;
  return buyers.told;
}
