import type { Count, CountStore, Taken } from './count-store.js';
import type { RedisLine } from './redis-line.js';

const PREFIX = 'portico:rate:';
const STEPS = 3;

/** One exchange for all that was gathered; Redis itself forgets a window that is over. */
export class RedisCounts implements CountStore {
  constructor(
    private readonly line: RedisLine,
    private readonly hide: (key: string) => string,
  ) {}

  async add(taken: readonly Taken[]): Promise<readonly Count[]> {
    const commands = taken.flatMap(({ key, points, windowMs }) => {
      const name = `${PREFIX}${this.hide(key)}`;
      return [
        ['set', name, 0, 'PX', windowMs, 'NX'],
        ['incrby', name, points],
        ['pttl', name],
      ];
    });
    const answers = await this.line.ask(commands);
    return taken.map((_, index) => ({
      points: Number(answers[index * STEPS + 1]),
      msLeft: Math.max(1, Number(answers[index * STEPS + 2])),
    }));
  }
}
