import { runShop } from '../../infrastructure/composition/run-shop.js';

/** The API alone: `npm run start:api`. */
await runShop(process.env, { answersRequests: true, runsJobs: false });
