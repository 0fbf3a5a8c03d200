import { expect } from 'chai';
import type { Change, ChangeFeed } from '../../../src/application/shared/ports/change-feed.js';
import { ReadyAnswers, type ReadyAnswer } from '../../../src/interfaces/http/shared/ready-answers.js';

/** A feed that says what a test says. */
class Feed implements ChangeFeed {
  current = true;
  #heard: (changes: Iterable<Change> | 'anything') => void = () => undefined;

  subscribe(heard: (changes: Iterable<Change> | 'anything') => void): void {
    this.#heard = heard;
  }

  isCurrent(): boolean {
    return this.current;
  }

  tell(...changes: Change[]): void {
    this.#heard(changes);
  }

  missed(): void {
    this.#heard('anything');
  }
}

const answer = (text: string, ...until: Change[]): ReadyAnswer => ({
  route: '/api/products',
  body: Buffer.from(text),
  tag: `"${text}"`,
  headers: {},
  until: new Set(until),
});

describe('Keeping public answers ready', () => {
  let feed: Feed;
  let now: number;
  let asked: string[];
  const answersOf = (maxBytes = 1_000_000) => new ReadyAnswers(feed, maxBytes, () => now);
  const ask = async (answers: ReadyAnswers, url: string, made: ReadyAnswer | undefined): Promise<string | undefined> => {
    const found = await answers.answer(url, url, () => {
      asked.push(url);
      return Promise.resolve(made);
    });
    return found?.body.toString();
  };
  /** What is asked twice is kept. */
  const keep = async (answers: ReadyAnswers, url: string, made: ReadyAnswer): Promise<void> => {
    await ask(answers, url, made);
    await ask(answers, url, made);
  };

  beforeEach(() => {
    feed = new Feed();
    now = 0;
    asked = [];
  });

  it('ends an answer at the moment at which a price that it shows changes', async () => {
    let today = new Date('2026-02-01T09:59:59.999Z');
    const answers = new ReadyAnswers(
      feed,
      1_000_000,
      () => now,
      () => today,
    );
    const made = { ...answer('list', 'product:*'), endsAt: new Date('2026-02-01T10:00:00.000Z') };
    await keep(answers, '/a', made);
    expect(answers.find('/a')?.tag).to.equal('"list"');
    today = made.endsAt;
    expect(answers.find('/a')).to.equal(undefined);
    expect(await ask(answers, '/a', answer('new', 'product:*'))).to.equal('new');
  });

  it('keeps what is asked for again, and nothing that was asked for once', async () => {
    const answers = answersOf();
    await ask(answers, '/a', answer('one', 'product:1'));
    expect(answers.find('/a')).to.equal(undefined);
    await ask(answers, '/a', answer('one', 'product:1'));

    expect(answers.find('/a')?.body.toString()).to.equal('one');
    expect(await ask(answers, '/a', answer('two', 'product:1'))).to.equal('one');
    expect(asked).to.have.length(2);
  });

  it('finds one question under its other addresses too', async () => {
    const answers = answersOf();
    await keep(answers, '/a', answer('one', 'product:1'));
    await answers.answer('/a?page=1', '/a', () => Promise.reject(new Error('was not to be asked')));

    expect(answers.find('/a?page=1')?.body.toString()).to.equal('one');
    feed.tell('product:1');
    expect([answers.find('/a'), answers.find('/a?page=1')]).to.deep.equal([undefined, undefined]);
  });

  it('forgets what shows a thing that changed, and nothing else', async () => {
    const answers = answersOf();
    await keep(answers, '/lamp', answer('lamp', 'product:1', 'stock:11'));
    await keep(answers, '/mug', answer('mug', 'product:2', 'stock:22'));
    await keep(answers, '/all', answer('all', 'product:*', 'stock:11', 'stock:22'));
    await keep(answers, '/in-stock', answer('in stock', 'product:*', 'stock:*'));

    feed.tell('stock:22');
    expect(['/lamp', '/mug', '/all', '/in-stock'].filter((url) => answers.find(url))).to.deep.equal(['/lamp']);
    await keep(answers, '/all', answer('all', 'product:*', 'stock:11'));
    feed.tell('product:3');
    expect(['/lamp', '/all'].filter((url) => answers.find(url))).to.deep.equal(['/lamp']);
  });

  it('keeps nothing that was read before a change and finished after it', async () => {
    const answers = answersOf();
    await ask(answers, '/a', answer('old', 'product:1'));
    let finish: (made: ReadyAnswer) => void = () => undefined;
    const slow = answers.answer('/a', '/a', () => new Promise((resolve) => (finish = resolve)));
    feed.tell('product:1');
    finish(answer('old', 'product:1'));
    await slow;

    expect(answers.find('/a')).to.equal(undefined);
  });

  it('lets nobody wait for an answer that was begun before a change', async () => {
    const answers = answersOf();
    let finish: (made: ReadyAnswer) => void = () => undefined;
    const slow = answers.answer('/a', '/a', () => new Promise((resolve) => (finish = resolve)));
    feed.tell('product:1');
    const next = await ask(answers, '/a', answer('new', 'product:1'));
    finish(answer('old', 'product:1'));

    expect(next).to.equal('new');
    expect((await slow)?.body.toString()).to.equal('old');
  });

  it('asks once for all who ask at the same moment', async () => {
    const answers = answersOf();
    const found = await Promise.all([1, 2, 3].map(() => ask(answers, '/a', answer('one', 'product:1'))));

    expect(found).to.deep.equal(['one', 'one', 'one']);
    expect(asked).to.have.length(1);
  });

  it('lets each ask for himself when the first one learns nothing that is for everybody', async () => {
    const answers = answersOf();
    const first = answers.answer('/draft', '/draft', () => Promise.reject(new Error('not yours')));
    const second = ask(answers, '/draft', undefined);

    expect(await first.catch((error: unknown) => String(error))).to.include('not yours');
    expect(await second).to.equal(undefined);
    expect(asked).to.deep.equal(['/draft']);
  });

  it('shows and keeps nothing while changes may go unheard, and forgets all when some were missed', async () => {
    const answers = answersOf();
    await keep(answers, '/a', answer('one', 'product:1'));
    feed.current = false;
    expect(answers.find('/a')).to.equal(undefined);
    expect(await ask(answers, '/a', answer('two', 'product:1'))).to.equal('two');
    feed.missed();
    feed.current = true;

    expect(answers.find('/a')).to.equal(undefined);
  });

  it('asks anew after five seconds, for what nobody tells of', async () => {
    const answers = answersOf();
    await keep(answers, '/a', answer('one', 'product:1'));
    now = 5_001;

    expect(answers.find('/a')).to.equal(undefined);
  });

  it('stays within its bytes, and lets go of what was not used for longest', async () => {
    const answers = answersOf(7_000);
    for (const url of ['/a', '/b', '/c']) {
      await keep(answers, url, answer('x'.repeat(1_000), 'product:1'));
      answers.find('/a');
    }
    await keep(answers, '/d', answer('x'.repeat(1_000), 'product:1'));

    expect(['/a', '/b', '/c', '/d'].filter((url) => answers.find(url))).to.deep.equal(['/a', '/c', '/d']);
    await keep(answers, '/too-large', answer('x'.repeat(8_000), 'product:1'));
    expect(answers.find('/too-large')).to.equal(undefined);
    const none = answersOf(0);
    await keep(none, '/a', answer('one', 'product:1'));
    expect(none.find('/a')).to.equal(undefined);
  });

  it('remembers enough changes for a slow read, and trusts none that is slower', async () => {
    const answers = answersOf();
    await ask(answers, '/a', answer('old', 'product:1'));
    let finish: (made: ReadyAnswer) => void = () => undefined;
    const slow = answers.answer('/a', '/a', () => new Promise((resolve) => (finish = resolve)));
    feed.tell('product:1');
    for (let sale = 0; sale < 5_000; sale += 1) feed.tell(`stock:${sale}`);
    finish(answer('old', 'product:1'));
    await slow;

    expect(answers.find('/a')).to.equal(undefined);
  });
});
