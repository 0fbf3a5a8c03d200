import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { LoadDemoShop } from '../../application/demo/load-demo-shop.js';
import type { AccountQueries } from '../../application/identity/ports/account-queries.js';
import type { OpenAccount } from '../../application/identity/open-account.js';
import type { Config } from '../config/config.js';
import type { PoolSql } from '../persistence/shared/sql.js';
import type { FirstSteps } from './duties.js';

const LOCK = 7_205_760;
const ANYBODY = { name: 'opening.anybody', text: 'select exists (select from accounts) as anybody' };

/**
 * The admin that the settings name, and the demo shop in a shop that nobody has used yet, if the database is its own. Loading that was
 * interrupted goes on at the next start: a file in the data folder says that it is not done. Of several processes that start at the
 * same moment one does it, and the others wait.
 */
export class OpeningSteps implements FirstSteps {
  readonly #unfinished: string;

  constructor(
    private readonly config: Pick<Config, 'admin' | 'demo' | 'dataDir'>,
    private readonly knex: Knex,
    private readonly sql: PoolSql,
    private readonly accounts: AccountQueries,
    private readonly openAccount: Pick<OpenAccount, 'execute'>,
    private readonly loadDemoShop: Pick<LoadDemoShop, 'execute'>,
  ) {
    this.#unfinished = join(config.dataDir, 'demo-shop-unfinished');
  }

  async take({ isEmbedded }: { readonly isEmbedded: boolean }): Promise<readonly string[]> {
    if (!isEmbedded || !this.config.demo) return this.#makeAdmin();
    return this.knex.transaction(async (trx) => {
      await trx.raw('set local lock_timeout = 0');
      await trx.raw('set local statement_timeout = 0');
      await trx.raw('set local idle_in_transaction_session_timeout = 0');
      await trx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
      return this.#fill();
    });
  }

  async #fill(): Promise<readonly string[]> {
    const wasInterrupted = await this.#wasInterrupted();
    const isDemoWanted = wasInterrupted || !(await this.#isUsed());
    if (isDemoWanted) {
      await mkdir(this.config.dataDir, { recursive: true });
      await writeFile(this.#unfinished, '');
    }
    const admin = await this.#makeAdmin();
    if (!isDemoWanted) return admin;
    const demo = await this.#loadDemo(wasInterrupted);
    await rm(this.#unfinished, { force: true });
    return [...admin, ...demo];
  }

  async #makeAdmin(): Promise<readonly string[]> {
    const { admin } = this.config;
    if (admin === null || (await this.accounts.credentialsOf(admin.email.trim().toLowerCase()))) return [];
    const made = await this.openAccount.execute({ ...admin, name: 'Admin', role: 'admin' });
    return made === undefined ? [] : [`Admin          ${admin.email}, with ADMIN_PASSWORD`];
  }

  async #loadDemo(wasInterrupted: boolean): Promise<readonly string[]> {
    const { products, accounts } = await this.loadDemoShop.execute({ withAdmin: this.config.admin === null });
    const lines = accounts.map(({ role, email, password }) => `${role.padEnd(13)}${email.padEnd(34)}${password}`);
    return [
      `Demo shop      ${products} products`,
      ...(lines.length > 0
        ? ['', 'Demo accounts, with passwords that are shown only this once:', ...lines.map((line) => `  ${line}`)]
        : []),
      ...(wasInterrupted && lines.length === 0
        ? ['', 'The demo accounts are of an earlier start; "npm run admin -- EMAIL" makes another admin.']
        : []),
    ];
  }

  async #isUsed(): Promise<boolean> {
    const [row] = await this.sql.query<{ anybody: boolean }>(ANYBODY);
    return row?.anybody === true;
  }

  #wasInterrupted(): Promise<boolean> {
    return stat(this.#unfinished).then(
      () => true,
      () => false,
    );
  }
}
