import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Program } from './programs.js';

/** What is written in docs/ops, with the addresses of this machine in it. */
function configured(direct: URL, port: number): string {
  const host = `host=${direct.hostname} port=${direct.port} user=${direct.username}`;
  const server = direct.password === '' ? host : `${host} password=${decodeURIComponent(direct.password)}`;
  return readFileSync('docs/ops/pgbouncer.ini', 'utf8')
    .replace(/^portico = host=database port=5432 dbname=portico/m, `* = ${server}`)
    .replace('listen_addr = 0.0.0.0', 'listen_addr = 127.0.0.1')
    .replace('listen_port = 6432', `listen_port = ${port}`)
    .replace(/^auth_type = .*\nauth_file = .*$/m, 'auth_type = any\nunix_socket_dir =');
}

/** pgbouncer in transaction mode before a server. */
export async function startPooler(directUrl: string): Promise<{ readonly url: string; readonly program: Program }> {
  const program = new Program('pgbouncer');
  const port = await freePort();
  const settings = join(program.folder, 'pgbouncer.ini');
  writeFileSync(settings, configured(new URL(directUrl), port), { mode: 0o644 });
  await program.start([settings], port);
  const url = new URL(directUrl);
  url.host = `127.0.0.1:${port}`;
  return { url: url.href, program };
}
