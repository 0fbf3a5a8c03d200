import { expect } from 'chai';
import { ImportRunning } from '../../../src/domain/catalogue/import-errors.js';
import { id, type ImportId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { rejection } from '../../support/rejection.js';
import { startShop } from '../../support/shop.js';

const COUNT = 1_100;
const BATCH = 500;
const csvOf = (word: string, count = COUNT): string =>
  `title,sku,price,stock\n${Array.from({ length: count }, (_, place) => `${word} ${place},${word}-${place},${place === 3 ? 'x' : '5'},2`).join('\n')}\n`;

describe('An import that is interrupted', () => {
  const shop = startShop();
  const fileOf = (text: string) =>
    shop.container.get(TOKENS.tradeFormats).read('csv', async function* () {
      yield Buffer.from(text);
    });
  const begin = (text: string, resumes: boolean, told: (position: number) => void = () => {}) =>
    shop.container.get(TOKENS.importFile).execute({
      file: fileOf(text),
      fileName: 'goods.csv',
      isDryRun: false,
      resumes,
      told: ({ position }) => told(position),
    });
  const ask = async (text: string): Promise<ImportId> => {
    const { RequestImport } = await import('../../../src/application/catalogue/request-import.js');
    const { container } = shop;
    const request = new RequestImport(
      container.get(TOKENS.unitOfWork),
      container.get(TOKENS.tradeFormats),
      container.get(TOKENS.clock),
      container.get(TOKENS.idGenerator),
    );
    const bytes = async function* () {
      yield Buffer.from(text);
    };
    return request.execute({ bytes, isDryRun: false });
  };
  const work = (): Promise<number> => shop.container.get(TOKENS.runWaitingImports).execute();
  const skusLike = async (pattern: string): Promise<number> => {
    const { rows } = await shop.knex.raw<{ rows: { count: number }[] }>('select count(*) from variants where sku like ?', [pattern]);
    return rows[0]?.count ?? -1;
  };

  it('goes on behind its last batch when it is asked to, and says what came of all of it', async () => {
    const text = csvOf('Cup');
    const cut = await rejection(
      begin(text, false, (position) => {
        if (position === BATCH) throw new Error('power cut');
      }),
    );
    expect(String(cut)).to.include('power cut');
    expect(await skusLike('Cup-%')).to.equal(BATCH - 1);

    const positions: number[] = [];
    const { created, rejected, importId } = await begin(text, true, (position) => void positions.push(position));

    expect(positions[0]).to.equal(BATCH);
    expect({ created, rejected }).to.deep.equal({ created: COUNT - 1, rejected: 1 });
    expect(await skusLike('Cup-%')).to.equal(COUNT - 1);
    let aside = '';
    for await (const piece of shop.container.get(TOKENS.importQueries).rejected(importId)) aside += Buffer.from(piece).toString();
    expect(aside).to.equal('title,sku,price,stock\nCup 3,Cup-3,x,2\n');
  });

  it('is begun anew when it is another file', async () => {
    const positions: number[] = [];
    const { created, unchanged } = await begin(
      `${csvOf('Cup', 40)}Cup new,Cup-new,7,\n`,
      true,
      (position) => void positions.push(position),
    );
    expect([positions[0], created, unchanged]).to.deep.equal([0, 1, 39]);
  });

  it('keeps others waiting as long as it runs, and no longer', async () => {
    let other: unknown;
    const text = csvOf('Dish', 30);
    const first = begin(text, false, (position) => {
      if (position === 0) other = begin(csvOf('Fork', 3), false).catch((error: unknown) => error);
    });
    await first;
    expect(await other).to.be.instanceOf(ImportRunning);
    await begin(csvOf('Fork', 3), false);
    expect(await skusLike('Fork-%')).to.equal(3);
  });

  it('is taken up by another worker, and the first one does not go on beside it', async () => {
    const importId = await ask(csvOf('Glass'));
    const { unitOfWork, clock, holder } = {
      unitOfWork: shop.container.get(TOKENS.unitOfWork),
      clock: shop.container.get(TOKENS.clock),
      holder: shop.container.get(TOKENS.idGenerator).next(),
    };
    const none = { created: 0, updated: 0, unchanged: 0, rejected: 0, errors: [], rejectedText: '' };
    const step = () => unitOfWork.run(({ imports }) => imports.step({ ...none, importId, holder, position: BATCH, at: clock.now() }));
    const taken = await unitOfWork.run(({ imports }) => imports.take(holder, clock.now()));
    await step();
    expect([taken?.id, await work()]).to.deep.equal([importId, 0]);

    shop.clock.advance(60_000);

    expect(await work()).to.equal(1);
    expect(await rejection(step())).to.be.instanceOf(ImportRunning);
    expect(await skusLike('Glass-%')).to.equal(COUNT - BATCH);
    expect(await shop.container.get(TOKENS.importQueries).of(id(importId))).to.deep.include({ status: 'done', position: COUNT });
  });

  it('is done once, however many workers there are', async () => {
    const importIds = [await ask(csvOf('Hat', 600)), await ask(csvOf('Ink', 600)), await ask(csvOf('Jar', 20))];

    const ended = await Promise.all([1, 2, 3, 4].map(() => work().catch((error: unknown) => (error instanceof ImportRunning ? 0 : 99))));
    while ((await work()) > 0);

    expect(Math.max(...ended)).to.be.at.most(3);
    for (const importId of importIds)
      expect(await shop.container.get(TOKENS.importQueries).of(importId)).to.deep.include({ status: 'done', rejected: 1 });
    expect([await skusLike('Hat-%'), await skusLike('Ink-%'), await skusLike('Jar-%')]).to.deep.equal([599, 599, 19]);
  });

  it('is given up when it cannot go on again and again, and what was sent is forgotten', async () => {
    const importId = await ask(csvOf('Key', 5));
    const { container, clock } = shop;
    const holder = container.get(TOKENS.idGenerator).next();
    const inTurn = container.get(TOKENS.unitOfWork);
    const states: string[] = [];
    for (let time = 1; time <= 5; time += 1) {
      clock.advance(60_000);
      await inTurn.run(({ imports }) => imports.take(holder, clock.now()));
      await inTurn.run(({ imports }) => imports.stumble(importId, holder, 'the shelf broke', clock.now()));
      states.push((await container.get(TOKENS.importQueries).of(importId)).status);
    }

    expect(states).to.deep.equal(['running', 'running', 'running', 'running', 'failed']);
    expect(await container.get(TOKENS.importQueries).of(importId)).to.deep.include({ failure: 'the shelf broke', position: 0 });
    expect(await shop.knex('catalogue_import_parts').where({ import_id: importId })).to.deep.equal([]);
    expect(await work()).to.equal(0);
  });

  it('leaves the books in order: what moved is what is there, and where', async () => {
    const { rows } = await shop.knex.raw<{ rows: object[] }>(
      `select s.variant_id from stock s where s.on_hand <> (select coalesce(sum(m.delta), 0) from stock_movements m where m.variant_id = s.variant_id)
        or s.on_hand <> (select coalesce(sum(a.on_hand), 0) from stock_at a where a.variant_id = s.variant_id)`,
    );
    expect(rows).to.deep.equal([]);
  });
});
