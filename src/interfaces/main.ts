import { runShop } from '../infrastructure/composition/run-shop.js';

/** The API and the jobs in one process: the default. */
await runShop(process.env, { answersRequests: true, runsJobs: true });
