import { Command, InvalidArgumentError, Option } from 'commander';
import { tenthsTo, type Progress } from './progress.js';

/** An account that was just made, with a password that nobody can ever see again. */
export interface NewLogin {
  readonly email: string;
  readonly password: string;
}

export interface JobLine {
  readonly id: string;
  readonly handler: string;
  readonly event: string;
  readonly aggregateId: string;
  readonly tries: number;
  readonly hasGivenUp: boolean;
  readonly nextTry: Date;
  readonly lastError: string | null;
}

type FileFormat = 'csv' | 'jsonl';

export interface FileFault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

export interface ImportOptions {
  /** Undefined: by the name of the file. */
  readonly format: FileFormat | undefined;
  readonly isDryRun: boolean;
  readonly resumes: boolean;
  /** Where rejected lines go; undefined: beside the file. */
  readonly rejectFile: string | undefined;
}

export interface ImportReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Where they are, if there are some. */
  readonly rejectFile: string | undefined;
}

/** What can be asked of the shop from a terminal. */
export interface Caretaker {
  /** @returns how many migrations were applied. */
  migrate(): Promise<number>;
  /** Adds what is missing of the demo shop. */
  loadDemoShop(): Promise<{ readonly products: number; readonly logins: readonly NewLogin[] }>;
  /** @returns the log-in when the account had to be made; undefined when somebody has the address, who is an admin now. */
  makeAdmin(email: string): Promise<NewLogin | undefined>;
  jobs(): Promise<readonly JobLine[]>;
  /** @param ids null: all that gave up. @returns how many. */
  retryJobs(ids: readonly string[] | null): Promise<number>;
  dropJobs(ids: readonly string[] | null): Promise<number>;
  /** Copies everything into a new folder below `folder`, whether the shop runs or not; undefined: below `DATA_DIR/backups`. */
  backUp(folder: string | undefined): Promise<{ readonly folder: string; readonly files: number; readonly bytes: number }>;
  /** Brings a file of products into the catalogue; `told` hears of each part of it. */
  importProducts(
    file: string,
    options: ImportOptions,
    told: (progress: { readonly position: number; readonly total: number; readonly errors: readonly FileFault[] }) => void,
  ): Promise<ImportReport>;
  exportProducts(file: string, options: { readonly format: FileFormat | undefined }): Promise<void>;
  /** @returns where what was in the way is now. */
  restore(folder: string, options: { readonly force: boolean }): Promise<{ readonly setAside: readonly string[] }>;
}

const ERROR_LENGTH = 120;
const MEGABYTE = 1_000_000;
/** More are in the file of rejected lines. */
const MOST_ERRORS = 20;

const jobId = (value: string, previous: readonly string[] | undefined): readonly string[] => {
  if (!/^\d{1,18}$/.test(value)) throw new InvalidArgumentError('A job is named by its number.');
  return [...(previous ?? []), value];
};

const described = (job: JobLine): string =>
  [
    `${job.id.padStart(8)}  ${job.handler} on ${job.event} of ${job.aggregateId}`,
    `          ${job.tries} tries, ${job.hasGivenUp ? 'given up' : `next at ${job.nextTry.toISOString()}`}`,
    `          ${(job.lastError ?? '').split('\n')[0]?.slice(0, ERROR_LENGTH) ?? ''}`,
  ].join('\n');

const loginLine = ({ email, password }: NewLogin): string => `  ${email}  ${password}`;

const FORMAT = new Option('--format <format>', 'if the name of the file does not say it').choices(['csv', 'jsonl']);

interface ImportFlags {
  readonly format?: FileFormat;
  readonly dryRun?: boolean;
  readonly resume?: boolean;
  readonly reject?: string;
}

function catalogueCommands(catalogue: Command, caretaker: Caretaker, say: (line: string) => void, progress: Progress): void {
  catalogue
    .command('import')
    .argument('<file>', 'CSV or JSON Lines')
    .addOption(FORMAT)
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--resume', 'go on where an import of the same file was cut off')
    .option('--reject <file>', 'where lines go that are not taken, if not beside the file')
    .description('bring products into the catalogue')
    .action(async (file: string, { format, dryRun = false, resume = false, reject }: ImportFlags) => {
      const errors: FileFault[] = [];
      let isBegun = false;
      const report = await caretaker
        .importProducts(file, { format, isDryRun: dryRun, resumes: resume, rejectFile: reject }, (step) => {
          if (isBegun) progress.reach(step.position);
          else progress.begin(step.total, step.position);
          isBegun = true;
          errors.push(...step.errors.slice(0, MOST_ERRORS - errors.length));
        })
        .finally(() => progress.end());
      for (const { line, column, message } of errors) say(`Line ${line}${column === '' ? '' : `, ${column}`}: ${message}`);
      say(`${report.created} created, ${report.updated} updated, ${report.unchanged} unchanged, ${report.rejected} rejected.`);
      if (dryRun) say('This was a dry run: nothing was changed.');
      if (report.rejectFile !== undefined) say(`The rejected lines are in ${report.rejectFile}: correct them and import that file.`);
    });
  catalogue
    .command('export')
    .argument('<file>', 'where to')
    .addOption(FORMAT)
    .description('write all products into a file that can be imported again')
    .action(async (file: string, { format }: { readonly format?: FileFormat }) => {
      await caretaker.exportProducts(file, { format });
      say(`Written to ${file}`);
    });
}

/** The commands; what they have to say goes to `say`, a line at a time. */
export function commandLine(caretaker: Caretaker, say: (line: string) => void, progress: Progress = tenthsTo(say)): Command {
  const program = new Command('portico').description('Looks after the shop.').showHelpAfterError();

  program
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => {
      const applied = await caretaker.migrate();
      say(applied === 0 ? 'The database is up to date.' : `Applied ${applied} migrations.`);
    });

  program
    .command('demo')
    .description('load the demo shop, or what is missing of it')
    .action(async () => {
      const { products, logins } = await caretaker.loadDemoShop();
      say(`Added ${products} products.`);
      if (logins.length > 0) say('Accounts, with passwords that are shown only this once:');
      for (const login of logins) say(loginLine(login));
    });

  program
    .command('admin')
    .argument('<email>', 'whose account; it is made if there is none')
    .description('make somebody an admin')
    .action(async (email: string) => {
      const login = await caretaker.makeAdmin(email);
      if (login === undefined) return say(`${email} is an admin now, with the password of before.`);
      say('An admin was made, with a password that is shown only this once:');
      say(loginLine(login));
    });

  program
    .command('backup')
    .argument('[folder]', 'where backups are kept, if not in DATA_DIR/backups')
    .description('copy the database, the pictures and the secrets, while the shop runs')
    .action(async (folder: string | undefined) => {
      const made = await caretaker.backUp(folder);
      say(`Copied ${made.files} files (${Math.ceil(made.bytes / MEGABYTE)} MB) to ${made.folder}`);
      say('Whoever has it has everything: keep it where nobody else can read it.');
    });

  program
    .command('restore')
    .argument('<folder>', 'one backup')
    .option('--force', 'set aside what is there')
    .description('put a backup where the shop keeps its things; the shop has to be stopped')
    .action(async (folder: string, { force = false }: { readonly force?: boolean }) => {
      const { setAside } = await caretaker.restore(folder, { force });
      for (const place of setAside) say(`What was there is now in ${place}`);
      say('Restored: the database has been started once and works. Open the shop with "npm start".');
    });

  catalogueCommands(program.command('catalogue').description('products in files: bring them in, write them out'), caretaker, say, progress);

  const jobs = program.command('jobs').description('jobs that failed: see them, try them again, forget them');
  jobs
    .command('list', { isDefault: true })
    .description('those that gave up first')
    .action(async () => {
      const lines = await caretaker.jobs();
      if (lines.length === 0) return say('No job has failed.');
      for (const job of lines) say(described(job));
    });
  for (const { name, verb, done, act } of [
    { name: 'retry', verb: 'try again from now on', done: 'will be tried again', act: caretaker.retryJobs.bind(caretaker) },
    { name: 'drop', verb: 'forget for ever', done: 'forgotten', act: caretaker.dropJobs.bind(caretaker) },
  ]) {
    jobs
      .command(name)
      .argument('[ids...]', 'numbers from the list', jobId)
      .option('--all', 'all that gave up')
      .description(verb)
      .action(async (ids: readonly string[] | undefined, { all }: { readonly all?: boolean }) => {
        if (!all && (ids ?? []).length === 0) return jobs.error('Say which: their numbers, or --all for all that gave up.');
        say(`${await act(all ? null : (ids ?? []))} jobs: ${done}.`);
      });
  }
  return program;
}
