import type { EventHandler } from '../../application/shared/event-handler.js';
import type { PrometheusMetrics } from './prometheus-metrics.js';

/** The same handler, with its successes and failures counted. */
export const counted =
  (metrics: Pick<PrometheusMetrics, 'handled'>) =>
  (handler: EventHandler): EventHandler => {
    const count = async (events: number, work: Promise<void>): Promise<void> => {
      await work.catch((error: unknown) => {
        metrics.handled(handler.name, 'failed', events);
        throw error;
      });
      metrics.handled(handler.name, 'done', events);
    };
    const handleAll = handler.handleAll?.bind(handler);
    return {
      name: handler.name,
      on: handler.on,
      handle: (event, eventId) => count(1, handler.handle(event, eventId)),
      // A batch that fails is handled one by one, and counted there.
      ...(handleAll && {
        handleAll: async (events) => {
          await handleAll(events);
          metrics.handled(handler.name, 'done', events.length);
        },
      }),
    };
  };
