import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { expect } from 'chai';

const read = (file: string): string => readFileSync(file, 'utf8');
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))].sort();

const PAGES = [
  ...['README.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((file) => `src/${file.split(sep).join('/')}`);

/** Points of OWASP ASVS 5.0, chapter by chapter: a point, or the first and the last of a range. */
const AIMED_AT = (
  '1.2.10 1.3.12 2.2.1-3 2.3.1-4 2.4.1 3.2.1 3.3.1-4 3.4.1-6 3.5.1-3 3.5.6-8 3.7.2 4.1.1 4.1.3-4 4.2.1 5.1.1 5.2.1-2 5.2.4 5.2.6 5.3.1-2 5.4.1-2 ' +
  '6.1.1 6.2.1-5 6.2.8-12 6.3.1-3 6.3.7-8 6.4.1-3 6.6.2-3 7.1.1-2 7.2.1-4 7.3.1-2 7.4.1-3 7.4.5 7.5.1-2 8.1.1-2 8.2.1-3 8.3.1-2 8.4.1 9.1.1-3 9.2.1-3 ' +
  '11.2.4 11.4.1-2 11.5.1 12.3 13.1.2-3 13.2.2-4 13.2.6 13.3.1 13.4.1-6 14.2.1-2 14.2.5-6 14.2.8 14.3.1-2 15.1.2-3 15.2.1-3 15.3.1-7 15.4.1-4 ' +
  '16.2.1-5 16.3.1-4 16.4.1 16.5.1-4'
)
  .split(' ')
  .flatMap((range) => {
    const [, chapter = '', first = '', last = first] = /^(.+\.)(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, place) => `${chapter}${Number(first) + place}`);
  });

/** Prose is not compiled: what it names has to be there. */
describe('Documents', () => {
  for (const page of PAGES) {
    it(`${page} links only to files that are there`, () => {
      const links = matches(read(page), /\]\((?!https?:|#|mailto:)([^)#\s]+)/g);
      expect(links.filter((link) => !existsSync(join(dirname(page), link)))).to.deep.equal([]);
    });

    it(`${page} names only source files that are there`, () => {
      const named = matches(read(page), /`((?:[\w-]+\/)*[\w-]+\.ts)`/g);
      expect(named.filter((name) => !existsSync(name) && !sources.some((file) => file.endsWith(`/${name}`)))).to.deep.equal([]);
    });

    it(`${page} names only commands that package.json has`, () => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
      expect(matches(read(page), /npm run ([\w:-]+)/g).filter((name) => scripts[name] === undefined)).to.deep.equal([]);
    });
  }

  it('the README lists the settings that are read, all of them and no other', () => {
    const [, table = ''] = /## Settings\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
    const listed = table.split('\n').flatMap((row) => matches(row.split('|')[1] ?? '', /`([A-Z_]+)`/g));
    const used = matches(read('src/infrastructure/config/config.ts'), /\.\w+\(\s*'([A-Z_]+)'/g).filter((name) => name !== 'NODE_ENV');

    expect(listed).to.have.members(used);
    expect(used.length).to.be.greaterThan(20);
  });

  it('the page on security names tests that are there, by their titles', () => {
    const named = [...read('docs/security.md').matchAll(/`(test\/[\w/.-]+\.ts)` “([^”]+)”/g)].map(([, file = '', title = '']) => ({
      file,
      title,
    }));
    const written = (file: string): string => (existsSync(file) ? read(file).replaceAll("\\'", "'") : '');

    expect(named.filter(({ file, title }) => !written(file).includes(title))).to.deep.equal([]);
    expect(named.length).to.be.greaterThan(60);
  });

  it('the page on security has a row for every point of the standard that we aim at', () => {
    const listed = read('docs/security.md')
      .split('\n')
      .flatMap((row) => matches(row.split('|')[1] ?? '', /(\d+\.\d+(?:\.\d+)?)/g));

    expect(AIMED_AT.filter((point) => !listed.includes(point))).to.deep.equal([]);
  });

  it('the test tokens that are explained are those that the fake gateway knows', () => {
    const known = matches(read('src/infrastructure/payment/fake-payment-gateway.ts'), /\b(tok_\w+)/g);
    expect(matches(read('docs/testing-payments.md'), /^\| (?:`|)(tok_\w+)/gm)).to.deep.equal(known);
  });
});
