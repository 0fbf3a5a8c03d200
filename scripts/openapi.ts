/** Prints the API document, as `/openapi.json` serves it. It takes no database: only what is declared is read. */
import { createContainer } from '../src/infrastructure/composition/container.js';
import { TOKENS } from '../src/infrastructure/composition/tokens.js';
import { readConfig } from '../src/infrastructure/config/config.js';
import { createConnection } from '../src/infrastructure/database/connection.js';
import { PinoLogger } from '../src/infrastructure/system/pino-logger.js';

const container = createContainer({
  config: readConfig({}),
  knex: createConnection('postgres://nobody@127.0.0.1:1/nothing'),
  logger: new PinoLogger('silent'),
});
process.stdout.write(`${JSON.stringify(container.get(TOKENS.apiDocument)(), null, 2)}\n`);
