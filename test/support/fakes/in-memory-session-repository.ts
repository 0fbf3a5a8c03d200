import type { SessionRepository } from '../../../src/application/identity/ports/session-repository.js';
import { Session } from '../../../src/domain/identity/session.js';
import type { SessionState } from '../../../src/domain/identity/session-state.js';
import type { AccountId, SessionId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemorySessionRepository implements SessionRepository {
  readonly #sessions: Table<SessionState, Session>;

  constructor(transaction: MemoryTransaction) {
    this.#sessions = new Table('session', transaction.rows<Row<SessionState>>('sessions'), transaction.outbox, (state, version) =>
      Session.reconstitute(state, version),
    );
  }

  async find(sessionId: SessionId): Promise<Session | undefined> {
    return this.#sessions.find(sessionId);
  }

  async findByToken(tokenHash: string): Promise<Session | undefined> {
    return this.#sessions.findWhere(({ tokens }) => tokens.some(({ hash }) => hash === tokenHash));
  }

  async save(session: Session): Promise<void> {
    this.#sessions.save(session);
  }

  async endAllOf(accountId: AccountId, at: Date, kept?: SessionId): Promise<void> {
    for (const session of this.#sessions.filter((state) => state.accountId === accountId && state.endedAt === null)) {
      if (session.id === kept) continue;
      session.end(at);
      this.#sessions.save(session);
    }
  }
}
