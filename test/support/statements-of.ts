import pg from 'pg';
import sinon from 'sinon';

const FRAME = /^(begin|commit|rollback)\b/i;

/** What is asked of PostgreSQL while `work` runs, by the names of the statements; beginnings and ends of transactions do not count. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const spy = sinon.spy(pg.Client.prototype, 'query');
  try {
    await work();
  } finally {
    spy.restore();
  }
  const asked = (spy.args as unknown as readonly [string | { readonly name?: string; readonly text: string }][]).map(([statement]) =>
    typeof statement === 'string' ? statement : (statement.name ?? statement.text),
  );
  return asked.filter((statement) => !FRAME.test(statement));
}
