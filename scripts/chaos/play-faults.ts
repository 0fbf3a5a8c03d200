import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../bench/load.js';
import type { Caller } from './caller.js';
import type { Chance } from './chance.js';
import type { Fault, Stage } from './faults.js';
import { checkNow, isBroken, type Check } from './money-checks.js';

export interface Strike {
  readonly fault: string;
  /** Why it was not played. */
  readonly skipped?: string;
  readonly asked: number;
  /** Lost connections and 5xx while it was broken, and in the time that the shop has to come back. */
  readonly excused: number;
  /** The same before and after. */
  readonly unexcused: readonly string[];
  readonly slowestMs: number;
  /** From the mending to the first whole purchase, with every API process ready; Infinity when that took longer than a minute. */
  readonly backAfterMs: number;
  readonly broken: readonly Check[];
}

interface Patience {
  /** In which the shop has to be back; what fails later is no fault's fault. */
  readonly recoveryMs: number;
  /** How long the shop is looked at before, and again when it is back. */
  readonly calmMs: number;
}

const FULL: Patience = { recoveryMs: 5_000, calmMs: 2_000 };
const GIVE_UP_MS = 60_000;

const isReady = async (base: string): Promise<boolean> =>
  (await send(base, { path: '/health/ready' }).catch(() => undefined))?.status === 200;

async function timeToComeBack({ apis, load }: Stage): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < GIVE_UP_MS) {
    const ready = await Promise.all(apis.map(({ base }) => isReady(base)));
    if (ready.every(Boolean) && (await load.buyOne())) return Date.now() - began;
    await sleep(50);
  }
  return Infinity;
}

/** Breaks one thing, or several at once, under a load that goes on, and looks at what came of it. */
export async function strike(
  faults: readonly Fault[],
  stage: Stage,
  caller: Caller,
  chance: Chance,
  { recoveryMs, calmMs }: Patience = FULL,
): Promise<Strike> {
  const fault = faults.map(({ name }) => name).join(' + ');
  const skipped = faults.flatMap((each) => each.missing?.(stage) ?? [])[0];
  const nothing = { fault, asked: 0, excused: 0, unexcused: [], slowestMs: 0, backAfterMs: 0, broken: [] };
  if (skipped !== undefined) return { ...nothing, skipped };

  const first = caller.heard.length;
  await sleep(calmMs);
  const began = Date.now();
  const outcomes = await Promise.allSettled(faults.map((each) => each.strike(stage, chance)));
  const mended = Date.now();
  const backAfterMs = await timeToComeBack(stage);
  await sleep(Math.max(0, recoveryMs - backAfterMs) + calmMs);

  const heard = caller.heard.slice(first);
  const failures = heard.filter(({ status }) => status === 0 || status >= 500);
  const isExcused = ({ at, took }: { at: number; took: number }): boolean => at + took >= began && at <= mended + recoveryMs;
  const misbehaved = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [{ what: String(outcome.reason).slice(0, 300), broken: 1 }] : [],
  );
  return {
    fault,
    asked: heard.length,
    excused: failures.filter(isExcused).length,
    unexcused: failures
      .filter((each) => !isExcused(each))
      .map(({ at, took, status, what }) => `${status} ${what}, asked ${at - mended} ms after the mending, answered after ${took} ms`),
    slowestMs: Math.max(0, ...heard.map(({ took }) => took)),
    backAfterMs,
    broken: [...misbehaved, ...(await checkNow(stage.knex)).filter(isBroken)],
  };
}

export const isSurvived = ({ unexcused, backAfterMs, broken }: Strike): boolean =>
  unexcused.length === 0 && broken.length === 0 && backAfterMs <= FULL.recoveryMs;
