import { setTimeout as sleep } from 'node:timers/promises';
import { arrive, Caller, parsed, Person, stockUp, type Place } from './caller.js';
import { CARDS } from './cards.js';
import { Chance } from './chance.js';

/** A server of the shop, in a process of its own. */
export interface Server extends Place {
  /** `kill -9`, and back again. */
  strike(): Promise<Server>;
}

export interface Play {
  readonly seed: number;
  readonly checkouts: number;
  readonly buyers: number;
  readonly kills: number;
  /** `kill -9` of PostgreSQL, and back again. */
  readonly database?: { readonly kills: number; strike(): Promise<void> };
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

/** Buyers who never give up, on servers that die: each checkout has a key and is repeated, at any server, until it is answered. */
class Buyers {
  readonly told: Told[] = [];
  #next = 0;

  constructor(
    private readonly play: Play,
    private readonly chance: Chance,
  ) {}

  async shop(person: Person, productIds: readonly string[]): Promise<void> {
    while (this.#next < this.play.checkouts) {
      const key = `chaos-${this.play.seed}-${(this.#next += 1)}`;
      await person.ask({ method: 'POST', path: '/api/carts/add', body: { product_id: this.chance.oneOf(productIds) } });
      const body = { payment_token: this.chance.weighted(CARDS) };
      const answer = await person.ask({ method: 'POST', path: '/api/orders/checkout', headers: { 'idempotency-key': key }, body });
      const { id, order_id: orderId = id ?? '' } = parsed(answer) as { id?: string; order_id?: string };
      this.told.push({ key, status: answer.status, orderId });
      if (answer.status === 402 && this.chance.happens(0.5))
        await person.ask({ method: 'POST', path: `/api/orders/${orderId}/payments`, body: { payment_token: 'tok_success' } });
      else if (this.chance.happens(0.1)) await person.ask({ method: 'PATCH', path: `/api/orders/cancel/${orderId}` });
    }
  }
}

/** Strikes each time another share of the checkouts is done, until the last strike. */
async function strikeNowAndThen(strikes: number, { checkouts }: Play, told: readonly Told[], isOver: () => boolean, strike: () => unknown) {
  for (let count = 1; count <= strikes; count += 1) {
    while (told.length < (count * checkouts) / (strikes + 1) && !isOver()) await sleep(20);
    await strike();
  }
}

/** The whole play. @returns what the buyers were told; what became of it has to be looked for when everything has come to rest. */
export async function playPayments(play: Play): Promise<readonly Told[]> {
  const { seed, servers, log, database } = play;
  const chance = new Chance(seed);
  const caller = new Caller(servers, chance);
  const admin = new Person(caller, play.admin.email, play.admin.password);
  await admin.logIn();
  const productIds = await stockUp(
    admin,
    ['Lamp', 'Mug', 'Kettle', 'Tent'].map((title) => `${title} ${seed}`),
  );
  const people: Person[] = [];
  for (let number = 1; number <= play.buyers; number += 1) people.push(await arrive(caller, `chaos-${seed}-${number}`));

  const buyers = new Buyers(play, chance);
  const { told } = buyers;
  let isOver = false;
  const victims = new Chance(seed + 1);
  const killers = [
    strikeNowAndThen(
      play.kills,
      play,
      told,
      () => isOver,
      async () => {
        const victim = Math.floor(victims.next() * servers.length);
        log(`kill -9 of server ${victim + 1}, after ${told.length} checkouts`);
        servers[victim] = await (servers[victim] as Server).strike();
      },
    ),
    strikeNowAndThen(
      database?.kills ?? 0,
      play,
      told,
      () => isOver,
      async () => {
        log(`kill -9 of PostgreSQL, after ${told.length} checkouts`);
        await database?.strike();
      },
    ),
  ];
  await Promise.all(people.map((person) => buyers.shop(person, productIds))).finally(() => (isOver = true));
  await Promise.all(killers);
  return told;
}
