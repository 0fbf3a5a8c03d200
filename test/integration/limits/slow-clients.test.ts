import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { networkOf } from '../../../src/infrastructure/limits/network-of.js';
import { listen, type ClientPatience, type HttpServer } from '../../../src/interfaces/http/server.js';
import type { ConnectionLimits } from '../../../src/interfaces/http/shared/bound-connections.js';
import { isProxyAmong } from '../../../src/interfaces/http/shared/client-address.js';
import { eventually } from '../../support/eventually.js';

const QUICK: ClientPatience = { headersMs: 300, requestMs: 600, keepAliveMs: 5_000, silenceMs: 1_500, lookEveryMs: 50 };
const ANY_NUMBER: ConnectionLimits = { max: 1_000, maxPerNetwork: 0, networkOf, isProxy: () => false };
const GET = 'GET / HTTP/1.1\r\nHost: shop\r\n\r\n';

/** A client that does as it likes with its bytes. */
class RawClient {
  received = '';
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  static async to({ url }: HttpServer, localAddress = '127.0.0.1'): Promise<RawClient> {
    const client = new RawClient(connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress }));
    await eventually('it is connected', () => client.isClosed || !client.socket.connecting);
    return client;
  }

  say(text: string): this {
    this.socket.write(text);
    return this;
  }

  heard(text: string): Promise<void> {
    return eventually(`it hears ${text}`, () => this.received.includes(text));
  }

  closed(): Promise<void> {
    return eventually('it is cut off', () => this.isClosed);
  }

  hangUp(): void {
    this.socket.destroy();
  }
}

describe('Clients that take their time', function () {
  this.timeout(60_000);
  const servers: HttpServer[] = [];
  let isBigOneOver = false;
  const open = async (options: { connections?: ConnectionLimits; patience?: ClientPatience } = {}): Promise<HttpServer> => {
    const app = new Koa();
    app.silent = true;
    app.use(async (ctx) => {
      for await (const chunk of ctx.req) void chunk;
      if (ctx.path === '/big') ctx.res.once('close', () => (isBigOneOver = true));
      ctx.body = ctx.path === '/big' ? Buffer.alloc(50_000_000) : 'fine';
    });
    const server = await listen(app, { host: '127.0.0.1', port: 0, connections: ANY_NUMBER, patience: QUICK, ...options });
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop(0, 0)));
  });

  it('are cut off when their headers drip, and told so, while others are answered', async () => {
    const server = await open();
    const drips = await Promise.all(Array.from({ length: 20 }, () => RawClient.to(server)));
    for (const drip of drips) drip.say('GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ');
    const timer = setInterval(() => drips.forEach((drip) => !drip.isClosed && drip.say('.')), 50);
    const other = await RawClient.to(server);
    await other.say(GET).heard('200 OK');
    await Promise.all(drips.map((drip) => drip.closed()));
    clearInterval(timer);
    expect(drips[0]?.received)
      .to.match(/^HTTP\/1\.1 408 /)
      .and.contain('request.timeout')
      .and.contain('application/problem+json');
  });

  it('are cut off when their body drips', async () => {
    const drip = (await RawClient.to(await open())).say('POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000000\r\n\r\n');
    const timer = setInterval(() => drip.say('.'), 50);
    await drip.closed();
    clearInterval(timer);
    expect(drip.received).to.contain('408').and.contain('request.timeout');
  });

  it('are cut off when they connect and say nothing, or ask and do not listen', async () => {
    const server = await open();
    const mute = await RawClient.to(server);
    const deaf = await RawClient.to(server);
    deaf.socket.pause();
    deaf.say('GET /big HTTP/1.1\r\nHost: shop\r\n\r\n');
    await mute.closed();
    await eventually('it is given up', () => isBigOneOver);
    deaf.socket.resume();
    await deaf.closed();
    expect(deaf.received.length).to.be.lessThan(50_000_000);
  });

  it('are told what is wrong with what is no request, and with headers that are too large', async () => {
    const server = await open();
    const [noise, large] = [await RawClient.to(server), await RawClient.to(server)];
    noise.say('HELLO?\r\n\r\n');
    large.say(`GET / HTTP/1.1\r\nHost: shop\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    await Promise.all([noise.closed(), large.closed()]);
    expect(noise.received)
      .to.match(/^HTTP\/1\.1 400 /)
      .and.contain('request.malformed');
    expect(large.received)
      .to.match(/^HTTP\/1\.1 431 /)
      .and.contain('request.headers_too_large');
  });

  it('have so many connections and no more, and take none from others', async () => {
    const server = await open({ connections: { ...ANY_NUMBER, maxPerNetwork: 2 } });
    const [first, second] = [await RawClient.to(server), await RawClient.to(server)];
    await Promise.all([first.say(GET).heard('200 OK'), second.say(GET).heard('200 OK')]);
    const third = await RawClient.to(server);
    await third.closed();
    expect(third.received)
      .to.match(/^HTTP\/1\.1 503 /)
      .and.contain('server.too_many_connections')
      .and.contain('Retry-After: 2');
    const elsewhere = await RawClient.to(server, '127.0.0.2');
    await elsewhere.say(GET).heard('200 OK');
    first.hangUp();
    await eventually('there is room again', async () => {
      const next = await RawClient.to(server);
      next.say(GET);
      await eventually('it is answered', () => next.isClosed || next.received.includes('200 OK'));
      const isAnswered = next.received.includes('200 OK');
      if (!isAnswered) next.hangUp();
      return isAnswered;
    });
  });

  it('are not counted when a proxy of ours brings them', async () => {
    const server = await open({ connections: { ...ANY_NUMBER, maxPerNetwork: 1, isProxy: isProxyAmong(['127.0.0.0/8']) } });
    const clients = await Promise.all(Array.from({ length: 5 }, () => RawClient.to(server)));
    await Promise.all(clients.map((client) => client.say(GET).heard('200 OK')));
  });

  it('are closed unread beyond all that a process takes', async () => {
    const server = await open({ connections: { ...ANY_NUMBER, max: 2 } });
    const kept = [await RawClient.to(server), await RawClient.to(server)];
    await Promise.all(kept.map((client) => client.say(GET).heard('200 OK')));
    const late = await RawClient.to(server);
    await late.closed();
    expect(late.received).to.equal('');
  });
});
