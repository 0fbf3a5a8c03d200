import type { AccountFilter, AccountQueries, AccountView, Credentials } from '../../../application/identity/ports/account-queries.js';
import type { Page, PageRequest } from '../../../application/shared/page.js';
import { id, looksLikeId, type AccountId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { toAccountView, type AccountViewRow } from './account-mapper.js';

const COLUMNS = 'id, email, name, phone, roles, is_active, verified_at, created_at, updated_at, version';
const DETAILS = { name: 'accounts.details', text: `select ${COLUMNS} from accounts where id = $1` };
const CREDENTIALS = {
  name: 'accounts.credentials',
  text: 'select id, password_hash, is_active from accounts where email = $1',
};
const CONDITIONS = `($1::text is null or email like lower($1) or name ilike $1)
  and ($2::text is null or $2 = any (roles))
  and ($3::boolean is null or is_active = $3)`;
const COUNT = { name: 'accounts.count', text: `select count(*)::int as total from accounts where ${CONDITIONS}` };
/** Ids are in the order of their making: the newest first, by number or after an id. */
const PAGE = {
  name: 'accounts.page',
  text: `select ${COLUMNS} from accounts where ${CONDITIONS} and ($6::uuid is null or id < $6) order by id desc limit $4 offset $5`,
};

const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

export class SqlAccountQueries implements AccountQueries {
  constructor(private readonly sql: Sql) {}

  async detailsOf(accountId: AccountId): Promise<AccountView | undefined> {
    if (!looksLikeId(accountId)) return undefined;
    const [row] = await this.sql.query<AccountViewRow>(DETAILS, [accountId]);
    return row && toAccountView(row);
  }

  async search({ text, role, isActive }: AccountFilter, { page, limit, cursor }: PageRequest): Promise<Page<AccountView>> {
    if (cursor && !looksLikeId(cursor)) return { items: [], total: 0, nextCursor: null };
    const conditions = [text ? containing(text) : null, role ?? null, isActive ?? null];
    const offset = cursor === undefined ? (page - 1) * limit : 0;
    const [rows, [counted]] = await Promise.all([
      this.sql.query<AccountViewRow>(PAGE, [...conditions, limit, offset, cursor || null]),
      this.sql.query<{ total: number }>(COUNT, conditions),
    ]);
    const found = { items: rows.map(toAccountView), total: counted?.total ?? 0 };
    return cursor === undefined ? found : { ...found, nextCursor: rows.length === limit ? (rows[rows.length - 1]?.id ?? null) : null };
  }

  async credentialsOf(email: string): Promise<Credentials | undefined> {
    const [row] = await this.sql.query<{ id: string; password_hash: string; is_active: boolean }>(CREDENTIALS, [email]);
    return row && { accountId: id<AccountId>(row.id), passwordHash: row.password_hash, isActive: row.is_active };
  }
}
