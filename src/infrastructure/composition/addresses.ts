import type { Config } from '../config/config.js';

/** Where the world reaches us, without a trailing slash. */
export const publicUrlOf = ({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): string => publicUrl ?? `http://127.0.0.1:${port}`;

/** The origins that are our own for the cross-site check. */
export const ownOriginsOf = ({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): readonly string[] =>
  publicUrl ? [new URL(publicUrl).origin] : ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
