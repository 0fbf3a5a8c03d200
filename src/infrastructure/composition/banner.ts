import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { publicUrlOf } from './addresses.js';
import { VERSION } from './version.js';

export interface Opened {
  readonly config: Config;
  readonly isEmbedded: boolean;
  /** Where requests are answered, if they are. */
  readonly address: string | undefined;
  readonly notes: readonly string[];
}

/** What is said at the terminal once the shop is open. */
export function banner({ config, isEmbedded, address, notes }: Opened): string {
  const base = address && (config.publicUrl ?? (config.port === 0 ? address : publicUrlOf(config)));
  const facts = [
    ...(base ? [['API', `${base}/api`] as const, ['Documentation', `${base}/docs`] as const] : []),
    ['Mails', config.smtpUrl ? 'sent by SMTP_URL' : resolve(config.dataDir, 'mail')] as const,
    ['Database', isEmbedded ? `its own, under ${resolve(config.dataDir)}` : 'the one that DATABASE_URL names'] as const,
  ];
  return [
    '',
    `  ${config.shopName} is open (version ${VERSION}).`,
    '',
    ...facts.map(([name, value]) => `  ${name.padEnd(15)}${value}`),
    ...(notes.length > 0 ? ['', ...notes.map((line) => `  ${line}`)] : []),
    '',
    '',
  ].join('\n');
}
