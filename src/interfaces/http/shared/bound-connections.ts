import type { Server } from 'node:http';
import { RAW_PROBLEMS, rawProblem } from './raw-problem.js';

export interface ConnectionLimits {
  /** Of all; what comes beyond is closed unread. */
  readonly max: number;
  /** From one network; 0: any number. */
  readonly maxPerNetwork: number;
  /** Whom an address stands for. */
  readonly networkOf: (address: string) => string;
  /** A proxy in front of us brings everybody's connections. */
  readonly isProxy: (address: string) => boolean;
}

/** Nobody takes all the connections for themselves. */
export function boundConnections(server: Server, { max, maxPerNetwork, networkOf, isProxy }: ConnectionLimits): void {
  server.maxConnections = max;
  if (maxPerNetwork === 0) return;
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    if (isProxy(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count > maxPerNetwork) socket.end(rawProblem(RAW_PROBLEMS.tooManyConnections), () => socket.destroy());
  });
}
