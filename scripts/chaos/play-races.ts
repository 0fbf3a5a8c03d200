import { arrive, Caller, parsed, Person, stockUp, type Place } from './caller.js';
import { Chance } from './chance.js';
import type { Answer } from '../../bench/load.js';

export interface RacePlay {
  readonly seed: number;
  /** Of each race. */
  readonly rounds: number;
  readonly servers: readonly Place[];
  readonly admin: { readonly email: string; readonly password: string };
  readonly only?: readonly string[] | undefined;
  readonly log: (text: string) => void;
}

export interface RaceResult {
  readonly race: string;
  readonly rounds: number;
  /** How often the buyers got more than they may. */
  readonly won: number;
}

/** Those who race one another, and what they race for; each lane has its own, and all lanes run at once. */
interface Lane {
  readonly admin: Person;
  readonly buyers: readonly [Person, Person, Person, Person];
  /** As many as anybody wants, of both. */
  readonly product: string;
  readonly another: string;
  /** As many as the race says. */
  readonly scarce: string;
  /** Sent at the same instant, in turn to one server and the other. */
  readonly atOnce: (...asked: readonly Asked[]) => Promise<Answer[]>;
}

interface Asked {
  readonly person: Person;
  readonly path: string;
  readonly method: 'POST' | 'PATCH';
  readonly body?: object;
}

interface Race {
  readonly name: string;
  readonly what: string;
  /** @returns undefined when nobody got more than is right, else how it was won. */
  readonly run: (lane: Lane) => Promise<string | undefined>;
}

interface OrderSeen {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly total_price: number;
  readonly items: readonly { readonly product_id: string; readonly quantity: number; readonly total: number }[];
  readonly payment: { readonly id: string; readonly amount: number; readonly status: string; readonly amount_refunded: number } | null;
}

interface CartSeen {
  readonly items: readonly { readonly id: string; readonly product_id: string; readonly quantity: number }[];
}

const LANES = 4;
const GIVEN_BACK = ['unpaid', 'voided', 'cancelled', 'refund_pending', 'refunded'];

const add = (person: Person, product: string): Asked => ({ person, method: 'POST', path: '/api/carts/add', body: { product_id: product } });
const checkOut = (person: Person, token = 'tok_success'): Asked => ({
  person,
  method: 'POST',
  path: '/api/orders/checkout',
  body: { payment_token: token },
});
/** What has to work for a race to be one. @throws when it does not. */
async function ask({ person, ...shot }: Asked): Promise<Answer> {
  const answer = await person.ask(shot);
  if (answer.status >= 300) throw new Error(`${shot.path} was answered ${answer.status}: ${answer.body}`);
  return answer;
}

const orderIn = (answer: Answer): OrderSeen => JSON.parse(answer.body) as OrderSeen;
const orderOf = async (person: Person, id: string): Promise<OrderSeen> => orderIn(await person.ask({ path: `/api/orders/${id}` }));
const cartOf = async (person: Person): Promise<CartSeen> => JSON.parse((await person.ask({ path: '/api/carts/' })).body) as CartSeen;

async function emptyCart(person: Person): Promise<void> {
  for (const { id } of (await cartOf(person)).items) {
    await person.ask({ method: 'PATCH', path: `/api/carts/items/${id}`, body: { quantity: 0 } });
  }
}

async function bought(person: Person, product: string, token?: string): Promise<OrderSeen> {
  await ask(add(person, product));
  return orderIn(await ask(checkOut(person, token)));
}

const RACES: readonly Race[] = [
  {
    name: 'stock',
    what: 'four buyers, one piece: it is sold once',
    async run({ admin, buyers, scarce, atOnce }) {
      await admin.ask({ method: 'PATCH', path: `/api/products/${scarce}`, body: { stock_quantity: 1 } });
      await Promise.all(buyers.map((buyer) => ask(add(buyer, scarce))));
      const answers = await atOnce(...buyers.map((buyer) => checkOut(buyer)));
      const left = parsed(await admin.ask({ path: `/api/products/${scarce}` }))['stock_quantity'];
      await Promise.all(buyers.map(emptyCart));
      const sold = answers.filter(({ status }) => status === 201).length;
      return sold === 1 && left === 0 ? undefined : `${sold} were sold, ${String(left)} are left`;
    },
  },
  {
    name: 'cart',
    what: 'a cart grows while it is checked out: what was added is paid for, or still in the cart',
    async run({ buyers: [buyer], product, another, atOnce }) {
      await ask(add(buyer, product));
      const [answer, added] = await atOnce(checkOut(buyer), add(buyer, another));
      if (answer?.status !== 201 || added?.status !== 200) throw new Error(`Nothing can be bought: ${answer?.body} ${added?.body}`);
      const order = orderIn(answer);
      const inOrder = order.items.find(({ product_id: id }) => id === another)?.quantity ?? 0;
      const inCart = (await cartOf(buyer)).items.find(({ product_id: id }) => id === another)?.quantity ?? 0;
      await emptyCart(buyer);
      const total = order.items.reduce((sum, item) => sum + Math.round(item.total * 100), 0);
      if (inOrder + inCart !== 1) return `${inOrder} in the order, ${inCart} in the cart`;
      const isPaid = total === Math.round(order.total_price * 100) && order.payment?.amount === order.total_price;
      return isPaid ? undefined : `goods for ${total}, paid ${String(order.payment?.amount)}`;
    },
  },
  {
    name: 'one-cart',
    what: 'one cart is checked out three times at once: one order',
    async run({ buyers: [buyer], product, atOnce }) {
      await ask(add(buyer, product));
      const answers = await atOnce(checkOut(buyer), checkOut(buyer), checkOut(buyer));
      const orders = new Set(answers.map((answer) => orderIn(answer).id));
      return orders.size === 1 && answers.some(({ status }) => status === 201)
        ? undefined
        : `${orders.size} orders: ${answers.map(({ status }) => status).join(', ')}`;
    },
  },
  {
    name: 'cancel-capture',
    what: 'a buyer cancels while the shop takes the money: kept only with the order',
    async run({ admin, buyers: [, buyer], another, atOnce }) {
      const { id, payment } = await bought(buyer, another, 'tok_authorize_only');
      const [cancelled, captured] = await atOnce(
        { person: buyer, method: 'PATCH', path: `/api/orders/cancel/${id}` },
        { person: admin, method: 'POST', path: `/api/admin/payments/${payment?.id}/capture` },
      );
      const order = await orderOf(buyer, id);
      const isOff = order.status === 'cancelled';
      if (isOff !== (cancelled?.status === 200)) return `cancelling was answered ${cancelled?.status}, the order is ${order.status}`;
      // What was taken before the order was called off is on its way back, and at rest the books are compared with the provider's.
      const isRight = isOff ? GIVEN_BACK.includes(order.payment_status) : captured?.status !== 200 || order.payment_status === 'paid';
      return isRight ? undefined : `${captured?.status} for capturing, the order is ${order.status} and ${order.payment_status}`;
    },
  },
  {
    name: 'refund',
    what: 'the whole sum is given back three times at once: once',
    async run({ admin, buyers: [, , buyer], another, atOnce }) {
      const { id, payment } = await bought(buyer, another);
      const back: Asked = {
        person: admin,
        method: 'POST',
        path: `/api/admin/payments/${payment?.id}/refunds`,
        body: { amount: payment?.amount, reason: 'race' },
      };
      const answers = await atOnce(back, back, back);
      const given = answers.filter(({ status }) => status === 201).length;
      const { payment: after } = await orderOf(buyer, id);
      const isRight = given === 1 && (after?.amount_refunded ?? 0) <= (payment?.amount ?? 0);
      return isRight ? undefined : `given back ${given} times: ${answers.map(({ status }) => status).join(', ')}`;
    },
  },
];

async function lanesOf({ seed, servers, admin: { email, password } }: RacePlay, count: number): Promise<Lane[]> {
  const caller = new Caller(servers, new Chance(seed));
  const admin = new Person(caller, email, password);
  await admin.logIn();
  const ids = await stockUp(
    admin,
    Array.from({ length: 3 * count }, (_, place) => `Prize ${seed}-${place}`),
  );
  const comers = Array.from({ length: 4 * count }, (_, number) => arrive(caller, `racer-${seed}-${number}`));
  const people = await Promise.all(comers);
  let turn = 0;
  const atOnce = (...asked: readonly Asked[]): Promise<Answer[]> =>
    Promise.all(
      asked.map(async ({ person, ...shot }) => {
        const { base } = servers[(turn += 1) % servers.length] as Place;
        const answer = await caller.once({ ...shot, headers: person.headers }, base);
        // An order may be refused in favour of somebody faster: then the buyer asks once more.
        const isLate = answer === undefined || answer.status === 401 || answer.status === 503 || answer.body.includes('request.conflict');
        return isLate ? person.ask(shot) : answer;
      }),
    );
  return Array.from({ length: count }, (_, lane) => ({
    admin,
    buyers: people.slice(4 * lane, 4 * lane + 4) as unknown as Lane['buyers'],
    product: ids[3 * lane] as string,
    another: ids[3 * lane + 1] as string,
    scarce: ids[3 * lane + 2] as string,
    atOnce,
  }));
}

/** Every race so many times, on parallel connections to all the servers. */
export async function playRaces(play: RacePlay): Promise<readonly RaceResult[]> {
  const results: RaceResult[] = [];
  const lanes = await lanesOf(play, LANES);
  for (const { name, what, run } of RACES.filter((race) => play.only?.includes(race.name) ?? true)) {
    let begun = 0;
    let won = 0;
    await Promise.all(
      lanes.map(async (lane) => {
        while ((begun += 1) <= play.rounds) {
          const how = await run(lane);
          if (how === undefined) continue;
          won += 1;
          play.log(`${name} was won: ${how}`);
        }
      }),
    );
    play.log(`${won === 0 ? '✔' : '✘'} ${name}: ${play.rounds} rounds, ${won} won`);
    results.push({ race: `${name}: ${what}`, rounds: play.rounds, won });
  }
  return results;
}
