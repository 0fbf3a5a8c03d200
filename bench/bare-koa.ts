import { readFileSync } from 'node:fs';
import Koa from 'koa';

/** The yardstick: Koa and nothing else, serialising the very object that our list answers, each time. */
const [, , port = '0', file = ''] = process.argv;
const body = JSON.parse(readFileSync(file, 'utf8')) as object;
const app = new Koa();
app.use((ctx) => {
  ctx.body = body;
});
app.listen(Number(port), '127.0.0.1');
