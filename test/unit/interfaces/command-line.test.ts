import { CommanderError } from 'commander';
import { expect } from 'chai';
import { commandLine, type Caretaker, type JobLine } from '../../../src/interfaces/cli/command-line.js';
import { rejection } from '../../support/rejection.js';

const FAILED: JobLine = {
  id: '42',
  handler: 'confirm-by-mail',
  event: 'order.confirmed',
  aggregateId: 'order-1',
  tries: 10,
  hasGivenUp: true,
  nextTry: new Date('2026-01-31T12:00:00.000Z'),
  lastError: 'Connection refused\n    at somewhere',
};

describe('The command line', () => {
  let asked: readonly unknown[][];
  let said: readonly string[];
  const note = <Result>(answer: Result, ...call: unknown[]): Promise<Result> => {
    asked = [...asked, call];
    return Promise.resolve(answer);
  };
  const caretaker = (given: Partial<Caretaker> = {}): Caretaker => ({
    migrate: () => note(3, 'migrate'),
    loadDemoShop: () => note({ products: 83, logins: [{ email: 'ada@example.com', password: 'once' }] }, 'demo'),
    makeAdmin: (email) => note({ email, password: 'once' }, 'admin', email),
    jobs: () => note([FAILED], 'jobs'),
    retryJobs: (ids) => note(ids?.length ?? 7, 'retry', ids),
    backUp: (folder) => note({ folder: `${folder ?? 'data/backups'}/portico-1`, files: 3, bytes: 1_500_000 }, 'backup', folder),
    restore: (folder, { force }) => note({ setAside: force ? ['data.before'] : [] }, 'restore', folder, force),
    dropJobs: (ids) => note(ids?.length ?? 7, 'drop', ids),
    importProducts: (file, options, told) => {
      told({ position: 0, total: 40, errors: [] });
      told({ position: 40, total: 40, errors: [{ line: 7, column: 'price', message: 'price must be an amount' }] });
      const counts = { created: 3, updated: 1, unchanged: 35, rejected: 1 };
      return note({ ...counts, rejectFile: options.rejectFile ?? 'goods.rejected.csv' }, 'import', file, options);
    },
    exportProducts: (file, { format }) => note(undefined, 'export', file, format),
    ...given,
  });
  const run = async (line: string, given: Partial<Caretaker> = {}): Promise<string> => {
    const program = commandLine(caretaker(given), (text) => (said = [...said, text]));
    for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    }
    await program.parseAsync(line.split(' '), { from: 'user' });
    return said.join('\n');
  };

  beforeEach(() => {
    asked = [];
    said = [];
  });

  it('brings the database up to date', async () => {
    expect(await run('migrate')).to.equal('Applied 3 migrations.');
    said = [];
    expect(await run('migrate', { migrate: () => Promise.resolve(0) })).to.equal('The database is up to date.');
  });

  it('loads the demo shop and shows its passwords', async () => {
    expect(await run('demo'))
      .to.include('83 products')
      .and.to.include('ada@example.com  once');
  });

  it('makes an admin, of somebody new or of somebody known', async () => {
    expect(await run('admin ann@example.com')).to.include('ann@example.com  once');
    said = [];
    expect(await run('admin ann@example.com', { makeAdmin: () => Promise.resolve(undefined) })).to.include('is an admin now');
    expect(asked).to.deep.equal([['admin', 'ann@example.com']]);
  });

  it('lists failed jobs, each with its number, its tries and the first line of its error (OPS-05)', async () => {
    const lines = await run('jobs');
    expect(lines).to.include('42  confirm-by-mail on order.confirmed of order-1').and.to.include('10 tries, given up');
    expect(lines).to.include('Connection refused');
    expect(lines).to.not.include('at somewhere');
    said = [];
    expect(await run('jobs list', { jobs: () => Promise.resolve([]) })).to.equal('No job has failed.');
  });

  it('repeats and forgets the jobs that are named, or all that gave up (OPS-05)', async () => {
    await run('jobs retry 42 43');
    await run('jobs retry --all');
    await run('jobs drop 42');

    expect(asked).to.deep.equal([
      ['retry', ['42', '43']],
      ['retry', null],
      ['drop', ['42']],
    ]);
  });

  for (const line of ['jobs retry', 'jobs drop', 'jobs retry forty-two', 'admin', 'unknown']) {
    it(`refuses and does nothing: ${line}`, async () => {
      expect(await rejection(run(line))).to.be.instanceOf(CommanderError);
      expect(asked).to.deep.equal([]);
    });
  }

  it('copies everything to where it is told, and says how careful one has to be with it', async () => {
    const output = await run('backup /srv/backups');

    expect(asked).to.deep.equal([['backup', '/srv/backups']]);
    expect(output).to.include('3 files (2 MB) to /srv/backups/portico-1').and.to.include('nobody else can read');
  });

  it('restores over what is there only when it is forced', async () => {
    expect(await run('restore /srv/backups/portico-1')).to.include('Restored');
    expect(await run('restore /srv/backups/portico-1 --force')).to.include('What was there is now in data.before');
    expect(asked).to.deep.equal([
      ['restore', '/srv/backups/portico-1', false],
      ['restore', '/srv/backups/portico-1', true],
    ]);
  });

  it('brings products in, says how far it is and what was not taken', async () => {
    const output = await run('catalogue import goods.csv --dry-run --resume --reject aside.csv');

    expect(asked).to.deep.equal([['import', 'goods.csv', { format: undefined, isDryRun: true, resumes: true, rejectFile: 'aside.csv' }]]);
    expect(output.split('\n')).to.deep.equal([
      '40 of 40 products',
      'Line 7, price: price must be an amount',
      '3 created, 1 updated, 35 unchanged, 1 rejected.',
      'This was a dry run: nothing was changed.',
      'The rejected lines are in aside.csv: correct them and import that file.',
    ]);
  });

  it('writes products out, in a format that it knows', async () => {
    expect(await run('catalogue export goods.txt --format jsonl')).to.equal('Written to goods.txt');
    expect(asked).to.deep.equal([['export', 'goods.txt', 'jsonl']]);
    expect(await rejection(run('catalogue export goods.xls --format xls'))).to.be.instanceOf(CommanderError);
  });
});
