import type { ChangeAccountStanding } from '../../../application/identity/change-account-standing.js';
import type { AccountQueries } from '../../../application/identity/ports/account-queries.js';
import { AccountNotFound } from '../../../domain/identity/account-errors.js';
import { id, looksLikeId, type AccountId } from '../../../domain/shared/ids.js';
import { presentUser } from '../account/account-presenter.js';
import { ifMatchOf, versionTag } from '../shared/entity-tag.js';
import type { HttpController } from '../shared/http-controller.js';
import { announcePage, pageRequest } from '../shared/paging.js';
import { route } from '../shared/route.js';
import { USER_ADMIN_ROUTES } from './user-admin-openapi.js';

const accountIdOf = ({ user_id = '' }: Readonly<Record<string, string>>): AccountId => {
  if (!looksLikeId(user_id)) throw new AccountNotFound();
  return id(user_id.toLowerCase());
};

/** The accounts, as the shop's people see them. */
export class UserAdminController implements HttpController {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly changeStanding: ChangeAccountStanding,
  ) {}

  readonly routes = [
    route(USER_ADMIN_ROUTES.list, async ({ ctx, query }) => {
      const filter = { text: query.q, role: query.role, isActive: query.is_active };
      const found = await this.accounts.search(filter, pageRequest(query));
      announcePage(ctx, query, found);
      ctx.body = found.items.map(presentUser);
    }),
    route(USER_ADMIN_ROUTES.read, async ({ ctx, params }) => {
      const account = await this.accounts.detailsOf(accountIdOf(params));
      if (!account) throw new AccountNotFound();
      ctx.set('ETag', versionTag(account.version));
      ctx.body = presentUser(account);
    }),
    route(USER_ADMIN_ROUTES.change, async ({ ctx, params, body, claim }) => {
      const accountId = accountIdOf(params);
      const account = await this.changeStanding.execute(
        {
          accountId,
          roles: body.roles,
          isActive: body.is_active,
          seenVersions: ifMatchOf(ctx),
        },
        claim,
      );
      ctx.set('ETag', versionTag(account.version));
      ctx.body = presentUser(account);
    }),
  ];
}
