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
      expect(matches(read(page), /npm run ([\w:]+)/g).filter((name) => scripts[name] === undefined)).to.deep.equal([]);
    });
  }

  it('the README lists the settings that are read, all of them and no other', () => {
    const [, table = ''] = /## Settings\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
    const listed = table.split('\n').flatMap((row) => matches(row.split('|')[1] ?? '', /`([A-Z_]+)`/g));
    const used = matches(read('src/infrastructure/config/config.ts'), /\.\w+\(\s*'([A-Z_]+)'/g).filter((name) => name !== 'NODE_ENV');

    expect(listed).to.have.members(used);
    expect(used.length).to.be.greaterThan(20);
  });

  it('the test tokens that are explained are those that the fake gateway knows', () => {
    const known = matches(read('src/infrastructure/payment/fake-payment-gateway.ts'), /\b(tok_\w+)/g);
    expect(matches(read('docs/testing-payments.md'), /^\| (?:`|)(tok_\w+)/gm)).to.deep.equal(known);
  });
});
