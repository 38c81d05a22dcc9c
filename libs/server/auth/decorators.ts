import { createParamDecorator, ExecutionContext, SetMetadata } from '@nestjs/common';
import { Permission } from './permission';
import { Principal } from './principal';

export const PUBLIC = 'belltower:public';
export const ALLOW = 'belltower:allow';

/** What a guarded route demands: a permission, or `any` for whoever is signed in. */
export type Demand = Permission | 'any';

/** The route answers anybody. The exception: every other route needs a sign-in. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The route demands this permission. A guarded route without `@Allow` refuses everybody. */
export const Allow = (permission: Permission) => SetMetadata(ALLOW, permission satisfies Demand);

/** Any signed-in principal may use the route, whatever the role: for what concerns only themselves. */
export const AllowAny = () => SetMetadata(ALLOW, 'any' satisfies Demand);

/** The {@link Principal} of the request. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<{ user: Principal }>().user,
);
