import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 20;

/** Waits until `holds` does, however slow the machine is; only what never comes true fails. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It never came true that ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}
