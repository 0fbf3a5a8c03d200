import { runShop } from '../../infrastructure/composition/run-shop.js';

/** The jobs alone: `npm run start:worker`. */
await runShop(process.env, { answersRequests: false, runsJobs: true });
