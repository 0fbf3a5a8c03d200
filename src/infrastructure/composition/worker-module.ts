import { ContainerModule } from 'inversify';
import { ForgetOldSales } from '../../application/catalogue/forget-old-sales.js';
import { TagByRule } from '../../application/catalogue/tag-by-rule.js';
import { KeepUpWithTime } from '../../application/catalogue/keep-up-with-time.js';
import { EventEar, EventSignal } from '../jobs/event-signal.js';
import { eventJobs } from '../jobs/event-jobs.js';
import { GraphileEventWorker } from '../jobs/graphile-event-worker.js';
import { JobDesk } from '../jobs/job-desk.js';
import { RelayLoop } from '../jobs/relay-loop.js';
import { Timetable } from '../jobs/timetable.js';
import { counted } from '../metrics/counted-handler.js';
import { SqlSalesCounter } from '../persistence/catalogue/sql-sales-counter.js';
import { SqlSpentSecrets } from '../persistence/identity/sql-spent-secrets.js';
import { SqlSentMails } from '../persistence/notification/sql-sent-mails.js';
import { OutboxRelay } from '../persistence/outbox/outbox-relay.js';
import { fakeCourierOf } from './fake-provider-module.js';
import { ShopWorker } from './shop-worker.js';
import { TOKENS } from './tokens.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const workerModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.outboxRelay)
    .toResolvedValue((knex, handlers) => new OutboxRelay(knex, eventJobs(handlers())), [TOKENS.knex, TOKENS.allEventHandlers])
    .inSingletonScope();
  bind(TOKENS.eventSignal)
    .toResolvedValue((sql) => new EventSignal(sql), [TOKENS.poolSql])
    .inSingletonScope();
  bind(TOKENS.jobDesk).toResolvedValue((sql) => new JobDesk(sql), [TOKENS.poolSql]);
  bind(TOKENS.duties).toResolvedValue(
    (
      unitOfWork,
      sql,
      outbox,
      expireUnpaidOrders,
      resumeUnfinishedCheckouts,
      applyParkedEvents,
      reconcilePayments,
      resumeUnansweredRefunds,
      runWaitingImports,
      indexUnknownPictures,
      forgetOrphanedImages,
      config,
      clock,
    ) => [
      { name: 'expire-unpaid-orders', everySeconds: 30, run: () => expireUnpaidOrders.execute() },
      { name: 'keep-up-with-time', everySeconds: 0.5, run: () => new KeepUpWithTime(unitOfWork, clock).execute() },
      { name: 'resume-unfinished-checkouts', everySeconds: 15, run: () => resumeUnfinishedCheckouts.execute() },
      { name: 'reconcile-payments', everySeconds: 5 * MINUTE, run: () => reconcilePayments.executeForLastDay() },
      { name: 'resume-unanswered-refunds', everySeconds: 5 * MINUTE, run: () => resumeUnansweredRefunds.execute() },
      { name: 'run-waiting-imports', everySeconds: 2, run: () => runWaitingImports.execute() },
      { name: 'index-unknown-pictures', everySeconds: 5 * MINUTE, run: () => indexUnknownPictures.execute() },
      { name: 'apply-parked-events', everySeconds: 15, run: () => applyParkedEvents.execute() },
      { name: 'tag-by-rule', everySeconds: 5, run: () => new TagByRule(unitOfWork, clock, config.newForDays).execute() },
      ...(config.paymentGateways.includes('fake')
        ? [{ name: 'deliver-fake-webhooks', everySeconds: 1, run: () => fakeCourierOf(config, sql, clock).deliver() }]
        : []),
      { name: 'forget-old-requests', everySeconds: HOUR, run: () => unitOfWork.run(({ requests }) => requests.forgetOld()) },
      { name: 'forget-spent-secrets', everySeconds: HOUR, run: () => new SqlSpentSecrets(sql).forgetOld() },
      { name: 'forget-old-sales', everySeconds: HOUR, run: () => new ForgetOldSales(new SqlSalesCounter(sql), clock).execute() },
      { name: 'forget-old-mails', everySeconds: DAY, run: () => new SqlSentMails(sql).forgetOld() },
      { name: 'forget-orphaned-images', everySeconds: HOUR, run: () => forgetOrphanedImages.execute() },
      { name: 'forget-old-events', everySeconds: HOUR, run: () => outbox.forgetOld() },
    ],
    [
      TOKENS.unitOfWork,
      TOKENS.poolSql,
      TOKENS.outboxRelay,
      TOKENS.expireUnpaidOrders,
      TOKENS.resumeUnfinishedCheckouts,
      TOKENS.applyParkedEvents,
      TOKENS.reconcilePayments,
      TOKENS.resumeUnansweredRefunds,
      TOKENS.runWaitingImports,
      TOKENS.indexUnknownPictures,
      TOKENS.forgetOrphanedImages,
      TOKENS.config,
      TOKENS.clock,
    ],
  );
  bind(TOKENS.worker)
    .toResolvedValue(
      (config, state, logger, outbox, handlers, duties, metrics, tracer) => {
        const url = config.databaseDirectUrl ?? config.databaseUrl ?? '';
        return new ShopWorker(
          state,
          new RelayLoop(() => outbox.relay(), logger),
          new EventEar(url, logger),
          new GraphileEventWorker(handlers().map(counted(metrics, tracer)), logger, { url }),
          new Timetable(duties, logger, (duty, outcome) => metrics.dutyEnded(duty, outcome)),
        );
      },
      [
        TOKENS.config,
        TOKENS.shopState,
        TOKENS.logger,
        TOKENS.outboxRelay,
        TOKENS.allEventHandlers,
        TOKENS.duties,
        TOKENS.metrics,
        TOKENS.tracer,
      ],
    )
    .inSingletonScope();
});
