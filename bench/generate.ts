/**
 * `npm run bench:generate -- --products=100000 --database=postgres://…`: fills a migrated database with a catalogue to measure on, the
 * same one for the same `--seed`. Asked for more than there is, it adds what is missing.
 */
import { parseArgs } from 'node:util';
import createKnex from 'knex';
import { makeBigCatalogue } from './big-catalogue.js';

const { values: flags } = parseArgs({
  options: {
    products: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
    database: { type: 'string', default: process.env['DATABASE_URL'] ?? '' },
  },
});
if (flags.database === '') throw new Error('Say which database: --database=postgres://… or DATABASE_URL');

const database = createKnex({ client: 'pg', connection: flags.database, pool: { min: 0, max: Number(flags.lanes) } });
const began = performance.now();
try {
  const { made } = await makeBigCatalogue(database, {
    products: Number(flags.products),
    seed: Number(flags.seed),
    lanes: Number(flags.lanes),
    told: (count) => void process.stderr.write(`\r${count} products`),
  });
  process.stderr.write(`\nMade ${made} products in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
} finally {
  await database.destroy();
}
