import type { Measured } from './load.js';
import { cpuOf, cpuOfFamily, memoryOf } from './processes.js';
import type { Line } from './report.js';
import { resetStatements, statementsSince, type BenchShop } from './shop.js';

/** One load with what it cost: CPU of server and database, statements, memory. */
export async function measured(
  shop: BenchShop,
  { what, key, connections }: { what: string; key: string; connections: number },
  load: () => Promise<Measured>,
): Promise<Line> {
  await resetStatements(shop.database);
  const before = { server: cpuOf(shop.server.pid), postgres: cpuOfFamily(shop.postgresPid) };
  const result = await load();
  const spent = { server: cpuOf(shop.server.pid) - before.server, postgres: cpuOfFamily(shop.postgresPid) - before.postgres };
  const statements = await statementsSince(shop.database);
  const each = (seconds: number): number => (seconds * 1000) / Math.max(1, result.requests);
  return {
    ...result,
    what,
    key,
    connections,
    serverCpu: each(spent.server),
    postgresCpu: each(spent.postgres),
    statements: statements / Math.max(1, result.requests),
    memoryMb: memoryOf(shop.server.pid),
  };
}
