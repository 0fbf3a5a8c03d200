import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { errorCodesPage } from '../../../scripts/docs/errors-page.js';
import { currentPages, DOCS, staleIn } from '../../../scripts/docs/pages.js';
import { stateMachinesPage } from '../../../scripts/docs/state-machines-page.js';
import type { HttpController } from '../../../src/interfaces/http/shared/http-controller.js';
import { route } from '../../../src/interfaces/http/shared/route.js';
import { testDatabase } from '../../support/test-database.js';

describe('The pages that are drawn from the code', () => {
  const database = testDatabase();
  let pages: ReadonlyMap<string, string>;
  let folder: string;

  before(async () => {
    pages = await currentPages(database.knex);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-docs-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  it('are current', () => {
    expect(staleIn(DOCS, pages), 'run: npm run docs').to.deep.equal([]);
  });

  it('show every table, machine and code', () => {
    expect(pages.get('schema.md'))
      .to.contain('  orders ||--o{ order_lines : "order_id"')
      .and.contain('    uuid order_id PK, FK')
      .and.contain('`carts_one_active`')
      .and.not.contain('knex_migrations');
    expect(pages.get('state-machines.md')?.match(/^## .*$/gm)).to.include.members(['## Order', '## Payment', '## Refund', '## Shipment']);
    expect(pages.get('errors.md')).to.match(/^\| `order\.not_found` \| 404 \| There is no such order/m);
  });

  it('make the check fail when one of them says something else', function () {
    this.timeout(30_000);
    for (const [name, text] of pages) write(name, text);
    write('schema.md', pages.get('schema.md')?.replace('uuid order_id PK, FK', 'uuid order_id FK') ?? '');

    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/docs.ts', '--check', folder], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: database.url },
    });

    expect(stderr).to.contain('docs/schema.md').and.not.contain('docs/errors.md');
    expect(status).to.equal(1);
  });

  it('notice a page that is missing, and none that is only written with other line ends', () => {
    for (const [name, text] of pages) if (name !== 'errors.md') write(name, text.replaceAll('\n', '\r\n'));

    expect(staleIn(folder, pages)).to.deep.equal(['errors.md']);
  });

  it('name tables and columns that are there, where they give SQL to run', async () => {
    const blocks = [...readFileSync(join(DOCS, 'operations.md'), 'utf8').matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
    const statements = blocks
      .join('\n')
      .split(';')
      .filter((sql) => sql.replace(/--.*$/gm, '').trim() !== '');

    for (const sql of statements) await database.knex.raw(sql);
    expect(statements.length).to.be.greaterThan(2);
  });

  describe('the codes', () => {
    const refusing = (...problems: string[]): readonly HttpController[] => [
      {
        routes: [route({ method: 'get', path: '/x', access: 'anyone', tag: 'T', summary: 's', responses: {}, problems }, () => undefined)],
      },
    ];
    const rowOf = (code: string, page: string): string => page.split('\n').find((line) => line.startsWith(`| \`${code}\``)) ?? '';

    beforeEach(() => {
      for (const file of ['interfaces/http/shared/problems.ts', 'interfaces/http/shared/raw-problem.ts'])
        write(file, readFileSync(join('src', file), 'utf8'));
      write(
        'domain/things/thing-errors.ts',
        `/** Seldom. */
        export class ThingNotFound extends DomainError {
          readonly kind = 'not_found';
          readonly code = 'thing.not_found';
          constructor(name: string) { super(\`There is no \${name}\`); }
        }
        abstract class ThingRefused extends DomainError { readonly kind = 'conflict'; }
        type Reason = 'thing.broken' | 'thing.lost';
        export class ThingGone extends ThingRefused { constructor(readonly code: Reason) { super('It is gone'); } }
        export class StaleThing extends ThingRefused {
          readonly code: string;
          constructor(resource: string) { super('Too late'); this.code = \`\${resource}.stale_version\`; }
        }`,
      );
    });

    it('are read off the errors, with their status, their words and the routes', () => {
      const page = errorCodesPage(folder, refusing('thing.not_found', 'mug.stale_version'));

      expect(rowOf('thing.not_found', page)).to.equal('| `thing.not_found` | 404 | There is no …<br>*Seldom.* | `GET /x` |');
      expect(rowOf('thing.broken', page)).to.equal('| `thing.broken` | 409 | It is gone | – |');
      expect(rowOf('thing.lost', page)).to.contain('409');
      expect(rowOf('mug.stale_version', page)).to.contain('409').and.contain('`GET /x`');
      expect(rowOf('server.error', page)).to.contain('500').and.contain('any address');
      expect(rowOf('request.method_not_allowed', page)).to.contain('405');
    });

    it('that a route names and no error carries are refused', () => {
      expect(() => errorCodesPage(folder, refusing('thing.melted'))).to.throw('thing.melted (GET /x)');
    });

    it('that cannot be read are refused', () => {
      write('domain/things/odd.ts', "export class Odd extends DomainError { readonly kind = 'odd'; readonly code = 'thing.odd'; }");

      expect(() => errorCodesPage(folder, [])).to.throw('Odd');
    });
  });

  it('draw a machine that is new without being told of it', async () => {
    write('mug/mug-state.ts', "/** Until it falls. */\nexport const MUG_MAY_BECOME = { whole: ['broken'], broken: [] };\n");
    // A folder of its own: what is written here is no part of a package, so it says itself that it is a module.
    write('package.json', '{"type":"module"}');

    const page = await stateMachinesPage(folder);

    expect(page).to.contain('## Mug\n\nUntil it falls.\n').and.contain('  [*] --> whole\n  whole --> broken\n  broken --> [*]');
  });
});
