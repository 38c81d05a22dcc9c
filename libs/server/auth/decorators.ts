import { createParamDecorator, ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { Permission } from './permission';
import { Principal } from './principal';

export const PUBLIC = 'belltower:public';
export const ALLOW = 'belltower:allow';

/** The route answers anybody. The exception: every other route needs a sign-in. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The route demands this permission. A guarded route without `@Allow` refuses everybody. */
export const Allow = (permission: Permission) => SetMetadata(ALLOW, permission);

/** Any signed-in principal may use the route, whatever the role: for what concerns only themselves. */
export const AllowAny = () => SetMetadata(ALLOW, 'any');

/** The {@link Principal} of the request. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<Request & { user: Principal }>().user,
);
