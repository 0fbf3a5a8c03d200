import { setTimeout as sleep } from 'node:timers/promises';
import { send, type Answer, type Shot } from '../../bench/load.js';
import type { Chance } from './chance.js';

/** Where a server of the shop answers; which ones there are changes while they are killed. */
export interface Place {
  readonly base: string;
}

/** One answer, or none: status 0. */
export interface Heard {
  readonly at: number;
  readonly took: number;
  readonly status: number;
  readonly what: string;
}

/** Longer than any answer may take, whatever is broken. */
const HUNG_MS = 30_000;
const PATIENCE_MS = 90_000;

/** The server asks for a repetition, or the request was cut off: whether it took effect is not known. */
const asksAgain = ({ status, body }: Answer): boolean =>
  status >= 500 || body.includes('idempotency.in_progress') || body.includes('request.conflict');

export const parsed = (answer: Answer): Record<string, unknown> => JSON.parse(answer.body) as Record<string, unknown>;

/** Speaks to whatever server lives, never gives up, and writes down what it heard. */
export class Caller {
  readonly heard: Heard[] = [];

  constructor(
    readonly places: readonly Place[],
    private readonly chance: Chance,
  ) {}

  /** Once, at one server. @returns undefined when nobody answered. */
  async once(shot: Shot, base = this.chance.oneOf(this.places).base): Promise<Answer | undefined> {
    const at = Date.now();
    const hung = sleep(HUNG_MS, undefined, { ref: false });
    const answer = (await Promise.race([send(base, shot).catch(() => undefined), hung])) as Answer | undefined;
    this.heard.push({ at, took: Date.now() - at, status: answer?.status ?? 0, what: `${shot.method ?? 'GET'} ${shot.path}` });
    return answer;
  }

  /** Again and again until there is an answer: a lost connection, a 5xx and "still running" are none; a forgotten log-in is made anew. */
  async ask(shot: Shot, person?: Person): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.once(person ? { ...shot, headers: { ...shot.headers, ...person.headers } } : shot);
      if (answer?.status === 401 && person) await person.logIn();
      else if (answer && !asksAgain(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`${shot.method ?? 'GET'} ${shot.path} was not answered: ${answer?.body ?? 'no server'}`);
      await sleep(30 + this.chance.next() * 150);
    }
  }
}

/** Somebody who can log in. */
export class Person {
  headers: Readonly<Record<string, string>> = {};

  constructor(
    private readonly caller: Caller,
    readonly email: string,
    private readonly password: string,
  ) {}

  async logIn(): Promise<void> {
    const body = { email: this.email, password: this.password };
    const answer = await this.caller.ask({ method: 'POST', path: '/api/account/login', body });
    if (answer.status !== 200) throw new Error(`Nobody can log in: ${answer.body}`);
    this.headers = { authorization: `Bearer ${String(parsed(answer)['access_token'])}` };
  }

  ask(shot: Shot): Promise<Answer> {
    return this.caller.ask(shot, this);
  }
}

const PASSWORD = 'chaos-harbour-4711-lamp';
const ADDRESS = { address_line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201', country: 'US' };

/** Somebody new, logged in and with an address. */
export async function arrive(caller: Caller, name: string): Promise<Person> {
  const person = new Person(caller, `${name}@example.com`, PASSWORD);
  await caller.ask({ method: 'POST', path: '/api/account/register', body: { email: person.email, password: PASSWORD } });
  await person.logIn();
  await person.ask({ method: 'POST', path: '/api/shippings/addresses', body: ADDRESS });
  return person;
}

/** @returns the ids of new products, enough of each for any play. */
export async function stockUp(admin: Person, titles: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const title of titles) {
    const body = { title, price: 19.99, stock_quantity: 1_000_000 };
    ids.push(String(parsed(await admin.ask({ method: 'POST', path: '/api/products/', body }))['id']));
  }
  return ids;
}
