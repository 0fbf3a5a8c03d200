import { readFileSync } from 'node:fs';
import Koa from 'koa';

/** The yardstick: Koa and nothing else. `serialise` makes the text of the very object that our list answers each time; `bytes` sends it ready. */
const [, , port = '0', file = '', how = 'serialise'] = process.argv;
const bytes = readFileSync(file);
const body = JSON.parse(bytes.toString()) as object;
const app = new Koa();
if (how === 'bytes')
  app.use((ctx) => {
    ctx.type = 'application/json';
    ctx.body = bytes;
  });
else
  app.use((ctx) => {
    ctx.body = body;
  });
app.listen(Number(port), '127.0.0.1');
