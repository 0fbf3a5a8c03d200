import { ParentLine } from '../cluster/parent-line.js';
import { readConfig, type Environment } from '../config/config.js';
import { refuse } from './plain-words.js';
import type { Roles } from './roles.js';

/**
 * Runs the shop until a signal asks it to leave, and ends the process: all of it in this one, or in several under this one. Only what
 * is needed is loaded, so that a parent stays small.
 */
export async function runShop(env: Environment, roles: Roles): Promise<never> {
  const parent = ParentLine.of(env);
  const config = await Promise.resolve()
    .then(() => readConfig(env))
    .catch(refuse);
  if (parent === undefined && config.workers > 1 && roles.answersRequests) {
    const { runHerd } = await import('./run-herd.js');
    return runHerd(config, roles);
  }
  const { runOne } = await import('./run-one.js');
  const { duty } = parent ?? {};
  return runOne(config, duty ? { answersRequests: duty === 'requests', runsJobs: duty === 'jobs' } : roles, parent);
}
