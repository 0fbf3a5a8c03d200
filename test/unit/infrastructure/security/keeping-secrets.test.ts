import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import bcrypt from 'bcrypt';
import { id, type AccountId, type SessionId } from '../../../../src/domain/shared/ids.js';
import { Unavailable } from '../../../../src/application/shared/errors.js';
import { BcryptPasswordHasher } from '../../../../src/infrastructure/security/bcrypt-password-hasher.js';
import { JwtTokenIssuer } from '../../../../src/infrastructure/security/jwt-token-issuer.js';
import { keptSecret } from '../../../../src/infrastructure/security/kept-secret.js';
import { RandomSecretTokens } from '../../../../src/infrastructure/security/random-secret-tokens.js';
import { ZxcvbnPasswordJudge } from '../../../../src/infrastructure/security/zxcvbn-password-judge.js';
import { NOON } from '../../../support/builders/an-order.js';

describe('Keeping passwords', () => {
  const hasher = new BcryptPasswordHasher(4);

  it('says whether one is right, and shows it to nobody', async () => {
    const hash = await hasher.hash('correct horse battery');
    expect(hash).to.match(/^hs256-bcrypt:\$2b\$04\$/);
    expect(await hasher.verify('correct horse battery', hash)).to.equal(true);
    expect(await hasher.verify('correct horse battery!', hash)).to.equal(false);
  });

  it('hears every character, also past the 72nd byte and past a zero (ACC-12)', async () => {
    const [long, zero] = ['x'.repeat(72), 'secret\u0000'];
    expect(await hasher.verify(`${long}a`, await hasher.hash(`${long}b`))).to.equal(false);
    expect(await hasher.verify(`${zero}a`, await hasher.hash(`${zero}b`))).to.equal(false);
  });

  it('takes the same letters for the same, however they were typed', async () => {
    expect(await hasher.verify('caf\u00e9-noir', await hasher.hash('cafe\u0301-noir'))).to.equal(true);
  });

  it('compares with something when there is nothing to compare with (ACC-02)', async () => {
    expect(await hasher.verify('nobody has this password', undefined)).to.equal(false);
    expect(await hasher.verify('anything', 'from another shop')).to.equal(false);
  });

  it('knows a hash of another cost or make for outdated', async () => {
    const hash = await hasher.hash('correct horse battery');
    expect(hasher.isOutdated(hash)).to.equal(false);
    expect(new BcryptPasswordHasher(5).isOutdated(hash)).to.equal(true);
    expect(await new BcryptPasswordHasher(5).verify('correct horse battery', hash)).to.equal(true);
    expect(hasher.isOutdated(await bcrypt.hash('correct horse battery', 4))).to.equal(true);
  });

  it('answers all who wait in line', async () => {
    const hash = await hasher.hash('correct horse battery');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => hasher.verify(turn % 2 ? 'wrong' : 'correct horse battery', hash)),
    );
    expect(answers.filter(Boolean)).to.have.lengthOf(20);
  });

  it('refuses what would wait too long, and works on when those before are done', async () => {
    const narrow = new BcryptPasswordHasher(4, { atOnce: 1, waiting: 2 });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => narrow.hash('correct horse battery')));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).to.have.lengthOf(3);
    expect(refused.every((reason) => reason instanceof Unavailable && reason.retryAfter > 0)).to.equal(true);
    expect(await narrow.hash('correct horse battery')).to.be.a('string');
  });

  describe('knows which are tried first:', () => {
    const judge = new ZxcvbnPasswordJudge();
    for (const password of [
      'password',
      'PASSWORD1',
      'P@ssw0rd',
      '12345678',
      'qwertyuiop',
      'drowssap',
      'aaaaaaaa',
      'abcdefgh',
      'Iloveyou1',
      'x'.repeat(128),
    ])
      it(`${password.slice(0, 20)} (ACC-12)`, () => {
        expect(judge.isCommon(password)).to.equal(true);
      });
    for (const password of ['blue-kettle-42-horizon', 'SecurePass123!', 'correct horse battery', 'Tr0ub4dor&3'])
      it(`but not ${password}`, () => {
        expect(judge.isCommon(password)).to.equal(false);
      });
  });
});

describe('An access token', () => {
  const SECRET = 'only-for-tests-0123456789-abcdefghij';
  const issuer = new JwtTokenIssuer(SECRET);
  const claims = {
    accountId: id<AccountId>('019cb000-0000-7000-8000-00000000000a'),
    sessionId: id<SessionId>('019cb000-0000-7000-8000-00000000000b'),
  };
  const now = Math.floor(NOON.getTime() / 1000);
  const fields = {
    sub: claims.accountId,
    sid: claims.sessionId,
    use: 'access',
    iss: 'portico',
    aud: 'portico-api',
    iat: now,
    exp: now + 900,
  };
  const signed = (changed: object, secret = SECRET, algorithm: jwt.Algorithm = 'HS256') =>
    jwt.sign({ ...fields, ...changed }, secret, { algorithm });
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('says whose it is for a quarter of an hour, to the second (ACC-07)', () => {
    const token = issuer.issue(claims, NOON);
    expect(issuer.verify(token, NOON)).to.deep.equal(claims);
    expect(issuer.verify(token, new Date(NOON.getTime() + 899_999))).to.deep.equal(claims);
    expect(issuer.verify(token, new Date(NOON.getTime() + 900_000))).to.be.undefined;
    expect(issuer.verify(token, new Date(NOON.getTime() + 901_000))).to.be.undefined;
    expect(issuer.verifyExpired(token)).to.deep.equal(claims);
  });

  it('is like the ones that the next tests forge', () => {
    expect(issuer.verify(signed({}), NOON)).to.deep.equal(claims);
  });

  for (const [what, forged] of [
    ['of another audience', () => signed({ aud: 'somebody-else' })],
    ['of another issuer', () => signed({ iss: 'somebody-else' })],
    ['for another purpose', () => signed({ use: 'verify' })],
    ['without a purpose', () => signed({ use: undefined })],
    [
      'that never ends',
      () => {
        const { exp: _never, ...endless } = fields;
        return jwt.sign(endless, SECRET, { algorithm: 'HS256' });
      },
    ],
    ['for somebody who cannot be', () => signed({ sub: "' or 1=1" })],
    ['signed with another secret', () => signed({}, 'another-secret-0123456789-abcdefghij')],
    ['signed another way', () => signed({}, SECRET, 'HS512')],
    ['that is not signed', () => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(fields)}.`],
    [
      'signed with a key of another kind',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const text = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(fields)}`;
        return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
      },
    ],
    ['that was changed', () => issuer.issue(claims, NOON).replace(/\.[^.]+\./, `.${encoded({ ...fields, sub: claims.sessionId })}.`)],
    ['that is a refresh token', () => new RandomSecretTokens().issue().token],
    ['as long as a book', () => 'a'.repeat(100_000)],
    ['that is nothing', () => ''],
  ] as const) {
    it(`${what} is nobody's (ACC-07)`, () => {
      const token = forged();
      expect(issuer.verify(token, NOON)).to.be.undefined;
      expect(issuer.verifyExpired(token)).to.be.undefined;
    });
  }
});

describe('A secret of the data folder', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'portico-secret-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is made once, for its owner alone', () => {
    const nested = join(folder, 'new');
    const secret = keptSecret(nested, 'jwt-secret');
    expect(Buffer.from(secret, 'base64url')).to.have.lengthOf(48);
    expect(keptSecret(nested, 'jwt-secret')).to.equal(secret);
    expect(keptSecret(nested, 'another')).not.to.equal(secret);
    expect(readdirSync(nested).sort()).to.deep.equal(['another', 'jwt-secret']);
    if (process.platform !== 'win32') expect(statSync(join(nested, 'jwt-secret')).mode & 0o777).to.equal(0o600);
  });
});
