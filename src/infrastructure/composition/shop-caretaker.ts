import { basename, join } from 'node:path';
import type { Caretaker } from '../../interfaces/cli/command-line.js';
import { readConfig, type Environment } from '../config/config.js';
import { backUp, NotOurs, restore, type Belongings } from '../database/embedded-backup.js';
import { bytesOf, formatByName, writeWhole } from '../trade/product-files.js';
import { mediaFolderOf } from './media-place.js';
import { openShop, type OpenShop } from './open-shop.js';
import { TOKENS } from './tokens.js';
import { VERSION } from './version.js';

const PASSWORD_LENGTH = 16;

/** Each command opens the shop, does its work and leaves; a running shop on the same database goes on meanwhile. */
export function shopCaretaker(env: Environment): Caretaker {
  const inShop = async <Result>(work: (shop: OpenShop) => Promise<Result>): Promise<Result> => {
    const config = readConfig({ LOG_LEVEL: 'warn', ...env });
    const shop = await openShop(config);
    try {
      return await work(shop);
    } finally {
      await shop.close();
    }
  };
  const belongings = (): Belongings => {
    const config = readConfig(env);
    if (config.databaseUrl !== null) throw new NotOurs();
    return { dataDir: config.dataDir, mediaDir: mediaFolderOf(config) };
  };
  return {
    backUp: async (folder) => {
      const ours = belongings();
      return backUp(ours, folder ?? join(ours.dataDir, 'backups'), VERSION, new Date());
    },
    restore: async (folder, { force }) => restore(belongings(), folder, force, new Date()),
    migrate: () => inShop(({ migrations }) => Promise.resolve(migrations)),
    loadDemoShop: () =>
      inShop(async ({ container, config }) => {
        const { products, accounts } = await container.get(TOKENS.loadDemoShop).execute({ withAdmin: config.admin === null });
        return { products, logins: accounts };
      }),
    makeAdmin: (email) =>
      inShop(async ({ container }) => {
        const password = container.get(TOKENS.secretTokens).issue().token.slice(0, PASSWORD_LENGTH);
        const name = email.slice(0, email.indexOf('@'));
        const opened = await container.get(TOKENS.openAccount).execute({ email, name, password, role: 'admin' });
        if (opened !== undefined) return { email, password };
        await container.get(TOKENS.grantRole).execute({ email, role: 'admin' });
        return undefined;
      }),
    importProducts: (file, { format = formatByName(file), isDryRun, resumes, rejectFile }, told) =>
      inShop(async ({ container }) => {
        const source = container.get(TOKENS.tradeFormats).read(format, bytesOf(file));
        const input = { file: source, fileName: basename(file), isDryRun, resumes, told };
        const { importId, ...counts } = await container.get(TOKENS.importFile).execute(input);
        if (counts.rejected === 0) return { ...counts, rejectFile: undefined };
        const aside = rejectFile ?? `${file.replace(/\.\w+$/, '')}.rejected.${format}`;
        await writeWhole(aside, container.get(TOKENS.importQueries).rejected(importId));
        return { ...counts, rejectFile: aside };
      }),
    exportProducts: (file, { format = formatByName(file) }) =>
      inShop(async ({ container }) => writeWhole(file, await container.get(TOKENS.exportProducts).execute({ format }))),
    jobs: () => inShop(({ container }) => container.get(TOKENS.jobDesk).list()),
    retryJobs: (ids) => inShop(({ container }) => container.get(TOKENS.jobDesk).retry(ids)),
    dropJobs: (ids) => inShop(({ container }) => container.get(TOKENS.jobDesk).drop(ids)),
  };
}
