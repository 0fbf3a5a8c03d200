import { listen, type HttpServer } from '../../interfaces/http/server.js';
import type { ParentLine } from '../cluster/parent-line.js';
import type { Config } from '../config/config.js';
import { isOutage } from '../persistence/shared/database-faults.js';
import { banner } from './banner.js';
import { connectionLimitsOf } from './connection-limits.js';
import { checkMediaPlace } from './check-media-place.js';
import { httpAppOf } from './http-app.js';
import { openShop, type OpenShop } from './open-shop.js';
import { inPlainWords, refuse } from './plain-words.js';
import type { Roles } from './roles.js';
import { TOKENS } from './tokens.js';

/** How long requests may still arrive on open connections after we have begun to say `Connection: close`. */
const GRACE_MS = 1_000;
/** How long what runs may take to end. */
const PATIENCE_MS = 6_000;
/** Whatever hangs, the process is gone by then. */
const LAST_CALL_MS = 9_500;

type Ending = 'signal' | 'fault';

/** A terminal sends these to a parent and all its processes: there the parent decides. */
const FOR_THE_PARENT: readonly string[] = ['SIGINT', 'SIGHUP'];

/** The first signal asks to leave; the second one leaves at once. */
function onSignal(ask: () => void, hasParent: boolean): void {
  let isAsked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (hasParent && FOR_THE_PARENT.includes(signal)) {
      process.on(signal, () => undefined);
      continue;
    }
    process.on(signal, () => {
      if (isAsked) process.exit(130);
      isAsked = true;
      ask();
    });
  }
}

/** A connection that died under somebody who no longer listens is no reason to go; anything else is a bug, and we leave in good order. */
function onUnheardErrors(shop: OpenShop, giveUp: (error: unknown) => void): void {
  const hear = (error: unknown): void => {
    if (isOutage(error)) shop.logger.warn('The database went away', { error: String(error) });
    else giveUp(error);
  };
  process.on('unhandledRejection', hear);
  process.on('uncaughtException', hear);
}

/** A shop that is running: what has to be stopped, in which order. */
class RunningShop {
  #server: HttpServer | undefined;

  constructor(
    private readonly shop: OpenShop,
    private readonly roles: Roles,
    private readonly parent: ParentLine | undefined,
  ) {}

  /** Answers come first, so that whoever watches sees the process live while a new shop is being filled. */
  async open(): Promise<void> {
    const { container, config, isEmbedded } = this.shop;
    const state = container.get(TOKENS.shopState);
    state.isLoaded = false;
    await checkMediaPlace(container);
    if (this.roles.answersRequests) container.get(TOKENS.databaseEar).start();
    if (this.roles.answersRequests) container.get(TOKENS.redisShouts)?.start();
    if (this.roles.answersRequests && container.isBound(TOKENS.replicaSql)) container.get(TOKENS.replicaSql).start();
    if (this.roles.answersRequests)
      this.#server = await listen(httpAppOf(container), { ...config, connections: connectionLimitsOf(config) });
    const notes = container.isBound(TOKENS.firstSteps) ? await container.get(TOKENS.firstSteps).take({ isEmbedded }) : [];
    state.isLoaded = true;
    if (this.roles.runsJobs) await container.get(TOKENS.worker).start();
    else state.onEvents(container.get(TOKENS.eventSignal).send);
    const address = this.#server?.url;
    if (this.parent) this.parent.tellOpen(address, notes);
    else process.stdout.write(banner({ config, isEmbedded, address, notes }));
  }

  /** Readiness says no and answers say `Connection: close` first; then requests and jobs end; the database goes last. */
  async close(): Promise<void> {
    const { container } = this.shop;
    container.get(TOKENS.shopState).isDraining = true;
    await Promise.all([
      this.#server?.stop(GRACE_MS, PATIENCE_MS),
      this.roles.runsJobs ? container.get(TOKENS.worker).stop(PATIENCE_MS) : undefined,
    ]);
    if (container.isBound(TOKENS.replicaSql)) await container.get(TOKENS.replicaSql).stop();
    container.get(TOKENS.limits).close();
    container.get(TOKENS.redisShouts)?.stop();
    await container.get(TOKENS.databaseEar).stop();
    await container.get(TOKENS.tracer)?.close();
    await this.shop.close();
  }
}

/** Runs this process's part of the shop until a signal, or its parent, asks it to leave, and ends the process. What keeps it from starting is said in one message. */
export async function runOne(config: Config, roles: Roles, parent?: ParentLine): Promise<never> {
  let ask: (ending: Ending) => void = () => undefined;
  const asked = new Promise<Ending>((resolve) => (ask = resolve));
  onSignal(() => ask('signal'), parent !== undefined);
  const shop = await openShop(config, parent?.embeddedUrl).catch(refuse);
  process.on('exit', () => shop.logger.writeNow());
  if (parent) {
    const { container } = shop;
    const page = parent.page(container.get(TOKENS.metricsPage));
    parent.listen(() => ask('signal'), container.get(TOKENS.metrics));
    container.rebind(TOKENS.metricsPage).toConstantValue(page);
  }
  const giveUp = (error: unknown): void => {
    process.stderr.write(`${inPlainWords(error)}\n`);
    ask('fault');
  };
  onUnheardErrors(shop, giveUp);
  const running = new RunningShop(shop, roles, parent);
  void running.open().catch(giveUp);

  const ending = await asked;
  const code = ending === 'signal' ? 0 : 1;
  setTimeout(() => process.exit(1), LAST_CALL_MS).unref();
  await running.close().catch(refuse);
  process.exit(code);
}
