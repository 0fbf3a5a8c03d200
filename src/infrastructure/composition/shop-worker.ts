import type { EventEar } from '../jobs/event-signal.js';
import type { GraphileEventWorker } from '../jobs/graphile-event-worker.js';
import type { RelayLoop } from '../jobs/relay-loop.js';
import type { Timetable } from '../jobs/timetable.js';
import type { BackgroundWork } from './duties.js';
import type { ShopState } from './shop-state.js';

/** All that a process does unasked: hands events over, runs their jobs, and does what is due. */
export class ShopWorker implements BackgroundWork {
  constructor(
    private readonly state: ShopState,
    private readonly relay: RelayLoop,
    private readonly ear: EventEar,
    private readonly jobs: GraphileEventWorker,
    private readonly timetable: Timetable,
  ) {}

  async start(): Promise<void> {
    await this.jobs.prepare();
    this.jobs.start();
    this.relay.start();
    this.state.onEvents(this.relay.wake);
    this.ear.start(this.relay.wake);
    this.timetable.start();
  }

  async stop(limitMs: number): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref());
    await Promise.race([late, Promise.all([this.relay.stop(), this.ear.stop(), this.timetable.stop(), this.jobs.stop(limitMs)])]);
  }
}
