import { CanActivate, ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Forbidden } from '@belltower/core';
import { ALLOW, Demand } from './decorators';
import { permissionsOf } from './permission';
import { Principal } from './principal';

/** Holds what a route demands against what its caller may do. A route that demands nothing refuses everybody. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    // Without a user the route is public: the sign-in guard has let it pass.
    if (!user) return true;
    const demand = this.reflector.getAllAndOverride<Demand>(ALLOW, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (demand === 'any') return true;
    if (demand && permissionsOf(user.role, user.operator).includes(demand)) return true;
    throw new Forbidden('not-allowed', 'Your role does not allow this.');
  }
}
