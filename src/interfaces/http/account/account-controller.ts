import type { ChangePassword } from '../../../application/identity/change-password.js';
import type { AccountQueries } from '../../../application/identity/ports/account-queries.js';
import type { RequestPasswordReset } from '../../../application/identity/request-password-reset.js';
import type { RequestVerification } from '../../../application/identity/request-verification.js';
import type { ResetPassword } from '../../../application/identity/reset-password.js';
import type { ReviseAccount } from '../../../application/identity/revise-account.js';
import type { VerifyEmail } from '../../../application/identity/verify-email.js';
import { AccountNotFound } from '../../../domain/identity/account-errors.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { ACCOUNT_OBJECTS, ACCOUNT_ROUTES, MESSAGES } from './account-openapi.js';
import { presentGrant, presentUser } from './account-presenter.js';
import { isBrowser, type SessionCookies } from './session-cookies.js';

/** What people do about their own account. */
export class AccountController implements HttpController {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly reviseAccount: ReviseAccount,
    private readonly requestVerification: RequestVerification,
    private readonly verifyEmail: VerifyEmail,
    private readonly changePassword: ChangePassword,
    private readonly requestPasswordReset: RequestPasswordReset,
    private readonly resetPassword: ResetPassword,
    private readonly cookies: SessionCookies,
  ) {}

  readonly schemas = ACCOUNT_OBJECTS;

  readonly routes = [
    route(ACCOUNT_ROUTES.me, async ({ ctx, caller }) => {
      const account = await this.accounts.detailsOf(caller.accountId);
      if (!account) throw new AccountNotFound();
      ctx.body = presentUser(account);
    }),
    route(ACCOUNT_ROUTES.revise, async ({ ctx, caller, body, claim }) => {
      const account = await this.reviseAccount.execute(
        {
          accountId: caller.accountId,
          name: body.name || undefined,
          phone: body.phone === '' ? null : body.phone,
          email: body.email || undefined,
        },
        claim,
      );
      ctx.body = presentUser(account);
    }),
    route(ACCOUNT_ROUTES.requestVerification, async ({ ctx, caller, claim }) => {
      await this.requestVerification.execute({ accountId: caller.accountId }, claim);
      ctx.status = 202;
      ctx.body = { message: MESSAGES.verificationSent };
    }),
    route(ACCOUNT_ROUTES.verify, async ({ ctx, query }) => {
      ctx.set('Cache-Control', 'private, no-store');
      await this.verifyEmail.execute({ token: query.token });
      ctx.body = { message: MESSAGES.verified };
    }),
    route(ACCOUNT_ROUTES.changePassword, async ({ ctx, caller, body }) => {
      const grant = await this.changePassword.execute({
        accountId: caller.accountId,
        sessionId: caller.sessionId,
        oldPassword: body.old_password,
        newPassword: body.new_password,
        address: ctx.ip,
      });
      this.cookies.set(ctx, grant);
      ctx.body = presentGrant(grant, MESSAGES.passwordChanged, isBrowser(ctx));
    }),
    route(ACCOUNT_ROUTES.forgotPassword, async ({ ctx, body, claim }) => {
      await this.requestPasswordReset.execute({ email: body.email }, claim);
      ctx.status = 202;
      ctx.body = { message: MESSAGES.resetSent };
    }),
    route(ACCOUNT_ROUTES.resetPassword, async ({ ctx, body }) => {
      await this.resetPassword.execute({ token: body.token, newPassword: body.new_password });
      ctx.body = { message: MESSAGES.passwordReset };
    }),
  ];
}
