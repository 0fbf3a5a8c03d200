import type { RefreshSession } from '../../../application/identity/refresh-session.js';
import type { RegisterAccount } from '../../../application/identity/register-account.js';
import type { SignIn } from '../../../application/identity/sign-in.js';
import type { SignOutEverywhere } from '../../../application/identity/sign-out-everywhere.js';
import type { SignOut } from '../../../application/identity/sign-out.js';
import { SessionOver } from '../../../domain/identity/account-errors.js';
import type { HttpController } from '../shared/http-controller.js';
import { route } from '../shared/route.js';
import { ACCOUNT_ROUTES, MESSAGES } from './account-openapi.js';
import { presentGrant, presentUser } from './account-presenter.js';
import { bearerToken } from './authenticate.js';
import { isBrowser, type SessionCookies } from './session-cookies.js';

/** Coming in and going out. */
export class SessionController implements HttpController {
  constructor(
    private readonly registerAccount: RegisterAccount,
    private readonly signIn: SignIn,
    private readonly refreshSession: RefreshSession,
    private readonly signOut: SignOut,
    private readonly signOutEverywhere: SignOutEverywhere,
    private readonly cookies: SessionCookies,
  ) {}

  readonly routes = [
    route(ACCOUNT_ROUTES.register, async ({ ctx, body }) => {
      await this.registerAccount.execute({ email: body.email, password: body.password, name: body.name ?? undefined });
      ctx.status = 202;
      ctx.body = { message: MESSAGES.registered };
    }),
    route(ACCOUNT_ROUTES.login, async ({ ctx, body }) => {
      const output = await this.signIn.execute({ email: body.email, password: body.password, address: ctx.ip });
      this.cookies.set(ctx, output);
      ctx.body = { ...presentGrant(output, MESSAGES.loggedIn, isBrowser(ctx)), user: presentUser(output.account) };
    }),
    route(ACCOUNT_ROUTES.refresh, async ({ ctx, body }) => {
      const refreshToken = body.refresh_token || this.cookies.refreshToken(ctx);
      if (!refreshToken) throw new SessionOver();
      const grant = await this.refreshSession.execute({ refreshToken });
      this.cookies.set(ctx, grant);
      ctx.body = presentGrant(grant, MESSAGES.refreshed, isBrowser(ctx));
    }),
    route(ACCOUNT_ROUTES.logout, async ({ ctx, body }) => {
      this.cookies.clear(ctx);
      await this.signOut.execute({
        accessToken: bearerToken(ctx) ?? this.cookies.accessToken(ctx),
        refreshToken: body.refresh_token || this.cookies.refreshToken(ctx),
      });
      ctx.body = { message: MESSAGES.loggedOut };
    }),
    route(ACCOUNT_ROUTES.logoutAll, async ({ ctx, caller }) => {
      await this.signOutEverywhere.execute({ accountId: caller.accountId });
      this.cookies.clear(ctx);
      ctx.body = { message: MESSAGES.loggedOutEverywhere };
    }),
  ];
}
