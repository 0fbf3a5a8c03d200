import { ContainerModule } from 'inversify';
import { ChangeAccountStanding } from '../../application/identity/change-account-standing.js';
import { ChangePassword } from '../../application/identity/change-password.js';
import { GrantRole } from '../../application/identity/grant-role.js';
import { IdentifyCaller } from '../../application/identity/identify-caller.js';
import { OpenAccount } from '../../application/identity/open-account.js';
import { RefreshSession } from '../../application/identity/refresh-session.js';
import { RegisterAccount } from '../../application/identity/register-account.js';
import { RequestPasswordReset } from '../../application/identity/request-password-reset.js';
import { RequestVerification } from '../../application/identity/request-verification.js';
import { ResetPassword } from '../../application/identity/reset-password.js';
import { ReviseAccount } from '../../application/identity/revise-account.js';
import { SignIn } from '../../application/identity/sign-in.js';
import { SignOutEverywhere } from '../../application/identity/sign-out-everywhere.js';
import { SignOut } from '../../application/identity/sign-out.js';
import { VerifyEmail } from '../../application/identity/verify-email.js';
import { AccountController } from '../../interfaces/http/account/account-controller.js';
import { authenticateBy } from '../../interfaces/http/account/authenticate.js';
import { SessionController } from '../../interfaces/http/account/session-controller.js';
import { SessionCookies } from '../../interfaces/http/account/session-cookies.js';
import { UserAdminController } from '../../interfaces/http/identity/user-admin-controller.js';
import { CachedSessionStandings } from '../persistence/identity/cached-session-standings.js';
import { SqlAccountQueries } from '../persistence/identity/sql-account-queries.js';
import { SqlBuyerDirectory } from '../persistence/identity/sql-buyer-directory.js';
import { BcryptPasswordHasher } from '../security/bcrypt-password-hasher.js';
import { FixedAnswerTime } from '../security/fixed-answer-time.js';
import { JwtTokenIssuer } from '../security/jwt-token-issuer.js';
import { keptSecret } from '../security/kept-secret.js';
import { RandomSecretTokens } from '../security/random-secret-tokens.js';
import { ZxcvbnPasswordJudge } from '../security/zxcvbn-password-judge.js';
import { TOKENS } from './tokens.js';

export const identityModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.secretTokens).toConstantValue(new RandomSecretTokens());
  bind(TOKENS.passwordHasher)
    .toResolvedValue((config) => new BcryptPasswordHasher(config.bcryptCost, config.hashing), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.passwordJudge)
    .toResolvedValue(() => new ZxcvbnPasswordJudge(), [])
    .inSingletonScope();
  bind(TOKENS.tokenIssuer)
    .toResolvedValue((config) => new JwtTokenIssuer(config.jwtSecret ?? keptSecret(config.dataDir, 'jwt-secret')), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.sessionStandings)
    .toResolvedValue((sql, feed) => new CachedSessionStandings(sql, feed), [TOKENS.poolSql, TOKENS.changeSignals])
    .inSingletonScope();
  bind(TOKENS.accountQueries).toResolvedValue((sql) => new SqlAccountQueries(sql), [TOKENS.poolSql]);
  bind(TOKENS.buyerDirectory).toResolvedValue((sql) => new SqlBuyerDirectory(sql), [TOKENS.poolSql]);
  bind(TOKENS.mailTokens).toResolvedValue(
    (unitOfWork) => ({
      issue: (accountId, purpose, at, email) => unitOfWork.run(({ mailTokens }) => mailTokens.issue(accountId, purpose, at, email)),
    }),
    [TOKENS.unitOfWork],
  );
  bind(TOKENS.openAccount).toResolvedValue(
    (unitOfWork, hasher, judge, clock, ids) => new OpenAccount(unitOfWork, hasher, judge, clock, ids),
    [TOKENS.unitOfWork, TOKENS.passwordHasher, TOKENS.passwordJudge, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.grantRole).toResolvedValue(
    (unitOfWork, standings, clock) => new GrantRole(unitOfWork, standings, clock),
    [TOKENS.unitOfWork, TOKENS.sessionStandings, TOKENS.clock],
  );

  bind(TOKENS.sessionCookies).toResolvedValue((config) => new SessionCookies(config.cookieSecure), [TOKENS.config]);
  bind(TOKENS.authenticate)
    .toResolvedValue(
      (issuer, standings, clock, cookies) => authenticateBy(new IdentifyCaller(issuer, standings, clock), cookies),
      [TOKENS.tokenIssuer, TOKENS.sessionStandings, TOKENS.clock, TOKENS.sessionCookies],
    )
    .inSingletonScope();
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, accounts, guard, hasher, judge, secrets, issuer, standings, clock, ids, cookies) =>
      new SessionController(
        new RegisterAccount(unitOfWork, hasher, judge, clock, ids),
        new SignIn(unitOfWork, accounts, guard, hasher, secrets, issuer, clock, ids),
        new RefreshSession(unitOfWork, secrets, issuer, standings, clock),
        new SignOut(unitOfWork, secrets, issuer, standings, clock),
        new SignOutEverywhere(unitOfWork, standings, clock),
        cookies,
      ),
    [
      TOKENS.unitOfWork,
      TOKENS.accountQueries,
      TOKENS.loginGuard,
      TOKENS.passwordHasher,
      TOKENS.passwordJudge,
      TOKENS.secretTokens,
      TOKENS.tokenIssuer,
      TOKENS.sessionStandings,
      TOKENS.clock,
      TOKENS.idGenerator,
      TOKENS.sessionCookies,
    ],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, accounts, guard, hasher, judge, secrets, issuer, standings, clock, cookies) =>
      new AccountController(
        accounts,
        new ReviseAccount(unitOfWork, clock),
        new RequestVerification(unitOfWork, clock),
        new VerifyEmail(unitOfWork, clock),
        new ChangePassword(unitOfWork, accounts, guard, hasher, judge, secrets, issuer, standings, clock),
        new RequestPasswordReset(unitOfWork, new FixedAnswerTime(), clock),
        new ResetPassword(unitOfWork, guard, hasher, judge, standings, clock),
        cookies,
      ),
    [
      TOKENS.unitOfWork,
      TOKENS.accountQueries,
      TOKENS.loginGuard,
      TOKENS.passwordHasher,
      TOKENS.passwordJudge,
      TOKENS.secretTokens,
      TOKENS.tokenIssuer,
      TOKENS.sessionStandings,
      TOKENS.clock,
      TOKENS.sessionCookies,
    ],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (accounts, unitOfWork, standings, clock) => new UserAdminController(accounts, new ChangeAccountStanding(unitOfWork, standings, clock)),
    [TOKENS.accountQueries, TOKENS.unitOfWork, TOKENS.sessionStandings, TOKENS.clock],
  );
});
