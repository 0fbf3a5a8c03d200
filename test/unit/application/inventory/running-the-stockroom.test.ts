import { expect } from 'chai';
import { CloseLocation } from '../../../../src/application/inventory/close-location.js';
import { CorrectStock } from '../../../../src/application/inventory/correct-stock.js';
import { OpenLocation } from '../../../../src/application/inventory/open-location.js';
import { ReceiveStock } from '../../../../src/application/inventory/receive-stock.js';
import { ReviseLocation } from '../../../../src/application/inventory/revise-location.js';
import { SetStockTerms } from '../../../../src/application/inventory/set-stock-terms.js';
import { TransferStock } from '../../../../src/application/inventory/transfer-stock.js';
import { PreconditionFailed, StaleVersion } from '../../../../src/application/shared/errors.js';
import { LocationInUse, LocationNotFound, StockBelowReserved, StockNotFound } from '../../../../src/domain/inventory/inventory-errors.js';
import { id, type AccountId, type LocationId, type OrderId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { InMemoryStockLedger } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryStockLocationRepository } from '../../../support/fakes/in-memory-stock-location-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const CLERK = id<AccountId>('01900000-0000-7000-8000-0000000000c1');
const MUG = id<VariantId>('01900000-0000-7000-8000-0000000000a1');
const LAMP = id<VariantId>('01900000-0000-7000-8000-0000000000a2');

describe('Running the stockroom', () => {
  const ids = new UuidGenerator();
  const clock = { now: () => NOON };
  const aStockroom = () => {
    const store = new InMemoryUnitOfWork((transaction) => {
      const stock = new InMemoryStockLedger(transaction);
      return { stock, stockRoom: stock, stockLocations: new InMemoryStockLocationRepository(transaction) };
    });
    const bySku = { variantsOf: async () => new Map([['LAMP-1', LAMP]]) };
    const open = new OpenLocation(store, clock, ids);
    const correct = new CorrectStock(store, clock);
    return {
      store,
      open,
      receive: new ReceiveStock(store, bySku, clock),
      transfer: new TransferStock(store, clock),
      terms: new SetStockTerms(store),
      revise: new ReviseLocation(store, clock),
      close: new CloseLocation(store, clock),
      count: (count: { delta: number } | { onHand: number }, more: object = {}) =>
        correct.execute({ variantId: MUG, count, reason: 'correction', by: CLERK, ...more }),
      held: (variantId = MUG) => store.run(({ stockRoom }) => stockRoom.hold(variantId)),
    };
  };

  it('takes in each variant once, by id or SKU, and nothing of a delivery that names an unknown one', async () => {
    const { receive, held } = aStockroom();
    const lines = [
      { variantId: MUG, quantity: 2 },
      { sku: 'LAMP-1', quantity: 1 },
      { variantId: MUG, quantity: 3 },
    ];
    expect(await receive.execute({ lines, by: CLERK })).to.deep.equal([MUG, LAMP]);
    expect([(await held()).onHand, (await held(LAMP)).onHand]).to.deep.equal([5, 1]);

    const unknown = receive.execute({
      lines: [
        { variantId: MUG, quantity: 2 },
        { sku: 'none', quantity: 1 },
      ],
      by: CLERK,
    });
    expect(await rejection(unknown)).to.be.instanceOf(StockNotFound);
    expect(await rejection(receive.execute({ lines, location: 'nowhere', by: CLERK }))).to.be.instanceOf(LocationNotFound);
    expect((await held()).onHand).to.equal(5);
  });

  it('adds differences up, and refuses a total of somebody who read an older one (STK-13)', async () => {
    const { count, held } = aStockroom();
    await Promise.all([count({ delta: 5 }), count({ delta: 5 })]);
    const { onHand, version } = await held();
    expect(onHand).to.equal(10);
    await count({ onHand: 4 }, { version });
    expect(await rejection(count({ onHand: 9 }, { version }))).to.be.instanceOf(StaleVersion);
    expect(await rejection(count({ onHand: 9 }, { ifMatch: [version] }))).to.be.instanceOf(PreconditionFailed);
    await count({ onHand: 9 });
    expect((await held()).onHand).to.equal(9);
  });

  it('keeps what is promised in the house (STK-08)', async () => {
    const { count, store, held } = aStockroom();
    await count({ onHand: 3 });
    await store.run(({ stock }) => stock.reserve(ids.next<OrderId>(), [{ variantId: MUG, quantity: 2 }]));
    expect(await rejection(count({ onHand: 1 }))).to.be.instanceOf(StockBelowReserved);
    expect((await held()).onHand).to.equal(3);
  });

  it('changes only those terms that are named', async () => {
    const { terms, held } = aStockroom();
    await terms.execute({ variantId: MUG, backorderLimit: 5, lowStockAt: 2 });
    await terms.execute({ variantId: MUG, lowStockAt: null });
    await terms.execute({ variantId: MUG, isTracked: false });
    expect(await held()).to.include({ backorderLimit: 5, lowStockAt: null, isTracked: false });
    const { version } = await held();
    expect(await rejection(terms.execute({ variantId: MUG, isTracked: true, version: version - 1 }))).to.be.instanceOf(StaleVersion);
  });

  it('opens places, carries goods between them, and closes none in which something lies', async () => {
    const { open, receive, transfer, revise, close, held } = aStockroom();
    const front = await open.execute({ code: 'front', name: 'Front', priority: 1 });
    const back = await open.execute({ code: 'back', name: 'Back' });
    await receive.execute({ lines: [{ variantId: MUG, quantity: 3 }], by: CLERK });
    const wish = { variantId: MUG, quantity: 2, by: CLERK };
    await transfer.execute({ ...wish, from: 'front', to: back });
    expect(await rejection(transfer.execute({ ...wish, from: 'front', to: 'attic' }))).to.be.instanceOf(LocationNotFound);
    expect(await rejection(close.execute({ locationId: back }))).to.be.instanceOf(LocationInUse);
    await transfer.execute({ ...wish, from: 'BACK', to: front });
    await revise.execute({ locationId: back, name: 'Behind', version: 1 });
    expect(await rejection(close.execute({ locationId: back, ifMatch: [1] }))).to.be.instanceOf(PreconditionFailed);
    await close.execute({ locationId: back });
    expect(await rejection(close.execute({ locationId: back }))).to.be.instanceOf(LocationNotFound);
    expect(await rejection(revise.execute({ locationId: ids.next<LocationId>(), name: 'x' }))).to.be.instanceOf(LocationNotFound);
    expect((await held()).onHand).to.equal(3);
  });
});
