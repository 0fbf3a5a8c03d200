// Who may import whom. Every rule here has a planted violation in test/architecture/house-rules.test.ts.
const error = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const ANY = '[^/]+'; // one capability: order, cart, shared …
const MAIN = ['^src/interfaces/main\\.ts$', '^src/interfaces/[^/]+/main\\.ts$'];
const ROOT = ['^src/infrastructure/composition/', ...MAIN];
/** A package, or the types that describe it: `import type` is a dependency too. */
const packages = (...names) => `node_modules/(@types/)?(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    error('domain-is-pure', { path: '^src/domain/' }, { pathNot: '^src/domain/' }, 'No package, no Node module, no other layer.'),
    error(
      'domain-capabilities-are-strangers',
      { path: `^src/domain/(${ANY})/`, pathNot: '^src/domain/pricing/' },
      { path: `^src/domain/${ANY}/`, pathNot: ['^src/domain/$1/', '^src/domain/shared/'] },
      'A capability refers to another by its id (domain/shared/ids), never by its model.',
    ),
    error(
      'application-sees-only-the-domain',
      { path: '^src/application/' },
      { pathNot: '^src/(application|domain)/' },
      'Everything else comes in through a port and the constructor.',
    ),
    error(
      'use-cases-do-not-call-use-cases',
      { path: `^src/application/(${ANY})/` },
      { path: `^src/application/${ANY}/`, pathNot: ['^src/application/$1/', '^src/application/shared/', '/ports/'] },
      "A capability may use another one's ports, not its use cases.",
    ),
    error(
      'adapters-know-ports-not-use-cases',
      { path: '^src/infrastructure/', pathNot: ROOT },
      { path: '^src/application/', pathNot: ['/ports/', '^src/application/shared/'] },
      'What runs a use case is handed it by the root.',
    ),
    error(
      'adapters-meet-only-in-composition',
      { path: '^src/infrastructure/', pathNot: ROOT },
      { path: '^src/interfaces/' },
      'Driven adapters do not know driving ones.',
    ),
    error(
      'interfaces-do-not-reach-infrastructure',
      { path: '^src/interfaces/', pathNot: ROOT },
      { path: '^src/infrastructure/' },
      'Ask a use case or a query port.',
    ),
    error(
      'main-files-reach-only-the-composition',
      { path: MAIN },
      { path: '^src/infrastructure/', pathNot: '^src/infrastructure/composition/' },
      'The root knows the adapters; what starts the root does not.',
    ),
    error(
      'stores-are-strangers',
      { path: `^src/infrastructure/persistence/(${ANY})/`, pathNot: '^src/infrastructure/persistence/shared/' },
      {
        path: `^src/infrastructure/persistence/${ANY}/`,
        pathNot: ['^src/infrastructure/persistence/$1/', '^src/infrastructure/persistence/shared/'],
      },
      "A capability's tables are read and written in its own folder; the unit of work brings the repositories together.",
    ),
    error(
      'controllers-are-strangers',
      { path: `^src/interfaces/http/(${ANY})/` },
      {
        path: `^src/interfaces/http/${ANY}/`,
        pathNot: ['^src/interfaces/http/$1/', '^src/interfaces/http/shared/', '-(presenter|openapi)\\.ts$'],
      },
      'How a thing looks on the wire may be told by others too; what is asked and done about it may not.',
    ),
    error(
      'interfaces-do-not-touch-aggregates',
      { path: '^src/interfaces/' },
      { path: '^src/domain/', pathNot: ['^src/domain/shared/', '-(errors|state)\\.ts$'] },
      'They speak in ids, inputs and views.',
    ),
    error(
      'only-the-root-composes',
      { path: '^src/', pathNot: ROOT },
      { path: ['^src/infrastructure/composition/', packages('inversify')] },
      'A container that travels is a service locator.',
    ),
    error(
      'sql-stays-in-persistence',
      { path: '^src/', pathNot: ['^src/infrastructure/(persistence|database|jobs|limits)/', ...ROOT] },
      { path: packages('knex', 'objection', 'pg') },
      'What speaks SQL can be found in four folders.',
    ),
    error(
      'http-stays-in-interfaces',
      { path: '^src/', pathNot: '^src/interfaces/http/' },
      { path: packages('koa', '@koa/[^/]+', 'koa__[^/]+', 'koa-body', 'koa2-swagger-ui', 'helmet', 'yup') },
      'Nothing but the HTTP adapter knows that there is HTTP.',
    ),
    error(
      'secrets-stay-in-security',
      { path: '^src/', pathNot: '^src/infrastructure/security/' },
      { path: packages('bcrypt', 'jsonwebtoken') },
      'How secrets are kept is decided in one folder.',
    ),
    ...[
      ['mail-stays-in-notification', 'infrastructure/notification', 'nodemailer'],
      ['logging-stays-in-system', 'infrastructure/system', 'pino'],
      ['queues-stay-in-jobs', 'infrastructure/jobs', 'graphile-worker'],
      ['redis-stays-in-limits-and-signals', 'infrastructure/(limits|signals)', 'ioredis'],
      ['metrics-stay-in-metrics', 'infrastructure/metrics', 'prom-client'],
      ['commands-stay-in-cli', 'interfaces/cli', 'commander'],
    ].map(([name, home, technology]) =>
      error(name, { path: '^src/', pathNot: `^src/${home}/` }, { path: packages(technology) }, 'An adapter is where its technology ends.'),
    ),
    error(
      'http-takes-only-what-http-needs',
      { path: '^src/interfaces/http/' },
      {
        path: 'node_modules/',
        pathNot: packages('koa', '@koa/[^/]+', 'koa__[^/]+', 'koa-body', 'koa2-swagger-ui', 'helmet', 'yup', '@sodaru/yup-to-json-schema'),
      },
      'What a request asks for is done by a use case, not here.',
    ),
    error(
      'migrations-are-frozen-history',
      { path: '^migrations/' },
      { path: '^(src|test)/' },
      'A migration that imports the app changes meaning when the app does.',
    ),
    error(
      'migrations-take-only-types',
      { path: '^migrations/' },
      { pathNot: '^(src|test)/', dependencyTypesNot: ['type-only'] },
      'A migration is handed its connection and needs nothing else.',
    ),
    error('no-test-code-in-src', { path: '^src/' }, { path: '^(test|bench|scripts)/' }, 'What is delivered stands without its tools.'),
    error(
      'no-development-packages-in-src',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
      'A production install has no devDependencies.',
    ),
    error('no-unresolvable-imports', {}, { couldNotResolve: true }, 'A rule cannot judge what it cannot find.'),
    error('no-cycles', {}, { circular: true }, 'Two files that need each other are one.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default', 'require'] },
  },
};
