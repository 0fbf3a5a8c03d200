import type { EventHandler } from '../../application/shared/event-handler.js';
import type { Tracer } from '../../application/shared/ports/tracer.js';
import type { PrometheusMetrics } from './prometheus-metrics.js';

/** The same handler, with its successes and failures counted. */
export const counted =
  (metrics: Pick<PrometheusMetrics, 'handled'>, tracer?: Tracer) =>
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
      handle: (event, eventId) => {
        const work = (): Promise<void> => handler.handle(event, eventId);
        return count(1, tracer ? tracer.span(handler.name, 'internal', { 'portico.event_id': eventId }, work) : work());
      },
      // A batch that fails is handled one by one, and counted there.
      ...(handleAll && {
        handleAll: async (events) => {
          await handleAll(events);
          metrics.handled(handler.name, 'done', events.length);
        },
      }),
    };
  };
