import type { SessionRepository } from '../../../application/identity/ports/session-repository.js';
import { ConcurrencyConflict } from '../../../application/shared/errors.js';
import { Session } from '../../../domain/identity/session.js';
import { id, type AccountId, type SessionId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';

interface SessionRow {
  readonly id: string;
  readonly account_id: string;
  readonly started_at: Date;
  readonly generation: number;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly version: number;
}

interface TokenRow {
  readonly hash: string;
  readonly predecessor: string | null;
  readonly generation: number;
  readonly issued_at: Date;
  readonly spent_at: Date | null;
}

const FIND = { name: 'sessions.find', text: 'select * from sessions where id = $1 for update' };
const FIND_BY_TOKEN = {
  name: 'sessions.find_by_token',
  text: 'select * from sessions where id = (select session_id from refresh_tokens where hash = $1) for update',
};
/** Asked after the session is held, so that what another refresh has just done is seen. */
const TOKENS = {
  name: 'sessions.tokens',
  text: 'select hash, predecessor, generation, issued_at, spent_at from refresh_tokens where hash = $1 or predecessor = $1 order by issued_at, hash',
};
const INSERT = {
  name: 'sessions.insert',
  text: `insert into sessions (id, account_id, started_at, generation, expires_at, ended_at, version) values ($1, $2, $3, $4, $5, $6, 1)
    returning id`,
};
const UPDATE = {
  name: 'sessions.update',
  text: `update sessions set started_at = $3, generation = $4, expires_at = $5, ended_at = $6, version = version + 1
    where id = $1 and account_id = $2 and version = $7 returning id`,
};
const SAVE_TOKENS = {
  name: 'sessions.save_tokens',
  text: `insert into refresh_tokens as known (session_id, hash, predecessor, generation, issued_at, spent_at)
    select $1, token.hash, token.predecessor, token.generation, token.issued_at, token.spent_at
    from jsonb_to_recordset($2::jsonb) as token (hash text, predecessor text, generation integer, issued_at timestamptz, spent_at timestamptz)
    on conflict (hash) do update set spent_at = coalesce(known.spent_at, excluded.spent_at)`,
};
const END_ALL = {
  name: 'sessions.end_all',
  text: `update sessions set ended_at = $2, version = version + 1
    where account_id = $1 and ended_at is null and ($3::uuid is null or id <> $3)`,
};

const toSession = (row: SessionRow, tokens: readonly TokenRow[]): Session =>
  Session.reconstitute(
    {
      id: id<SessionId>(row.id),
      accountId: id<AccountId>(row.account_id),
      startedAt: row.started_at,
      generation: row.generation,
      expiresAt: row.expires_at,
      endedAt: row.ended_at,
      tokens: tokens.map(({ hash, predecessor, generation, issued_at, spent_at }) => ({
        hash,
        predecessor,
        generation,
        issuedAt: issued_at,
        spentAt: spent_at,
      })),
    },
    row.version,
  );

/** A session's own row is what callers queue on; its tokens are read behind it and only ever added or spent. */
export class SqlSessionRepository implements SessionRepository {
  constructor(private readonly transaction: Pick<Transaction, 'sql'>) {}

  async find(sessionId: SessionId): Promise<Session | undefined> {
    const [row] = await this.transaction.sql.query<SessionRow>(FIND, [sessionId]);
    return row && toSession(row, []);
  }

  async findByToken(tokenHash: string): Promise<Session | undefined> {
    const { sql } = this.transaction;
    const [[row], tokens] = await Promise.all([
      sql.query<SessionRow>(FIND_BY_TOKEN, [tokenHash]),
      sql.query<TokenRow>(TOKENS, [tokenHash]),
    ]);
    return row && toSession(row, tokens);
  }

  async save(session: Session): Promise<void> {
    const { sql } = this.transaction;
    const { id: sessionId, accountId, startedAt, generation, expiresAt, endedAt, tokens } = session.toState();
    const values = [sessionId, accountId, startedAt, generation, expiresAt, endedAt];
    const rows = tokens.map((token) => ({
      hash: token.hash,
      predecessor: token.predecessor,
      generation: token.generation,
      issued_at: token.issuedAt,
      spent_at: token.spentAt,
    }));
    const isNew = session.version === 0;
    const [saved] = await Promise.all([
      isNew ? sql.query(INSERT, values) : sql.query(UPDATE, [...values, session.version]),
      sql.query(SAVE_TOKENS, [sessionId, JSON.stringify(rows)]),
    ]);
    if (saved.length === 0) throw new ConcurrencyConflict('session', sessionId);
  }

  async endAllOf(accountId: AccountId, at: Date, kept?: SessionId): Promise<void> {
    await this.transaction.sql.query(END_ALL, [accountId, at, kept ?? null]);
  }
}
