import type { Container } from 'inversify';
import type { Knex } from 'knex';
import { TOKENS } from '../../src/infrastructure/composition/tokens.js';
import { OutboxRelay, type StoredEvent } from '../../src/infrastructure/persistence/outbox/outbox-relay.js';

/**
 * What the worker does, at once and in order: hands every committed event over and runs its handlers, until nothing is left, also of
 * what the handlers caused. A handler that fails fails the test.
 */
export async function runJobs({ container, knex }: { readonly container: Container; readonly knex: Knex }): Promise<void> {
  const handlers = container.getAll(TOKENS.eventHandler);
  const taken: StoredEvent[] = [];
  const relay = new OutboxRelay(knex, (_sql, events) => Promise.resolve(void taken.push(...events)));
  while ((await relay.relay()) > 0) {
    for (const { id, ...event } of taken.splice(0)) {
      for (const handler of handlers) if (handler.on === event.type) await handler.handle(event, id);
    }
  }
}
