import { inject } from '@angular/core';
import { CanActivateFn, Router } from '@angular/router';
import { Session } from '@belltower/ui';
import type { PageData } from '../page-route';
import { Installation } from './installation';

/** Lets in who is signed in; sends others to the sign-in page, and a new installation to its set-up. */
export const signedIn: CanActivateFn = async (_, state) => {
  const session = inject(Session);
  const router = inject(Router);
  const installation = inject(Installation);
  const back = { queryParams: state.url === '/' ? {} : { return: state.url } };
  try {
    if (await session.restore()) return true;
  } catch {
    // The server is out of reach or refuses the account; that page asks again and says why.
    return router.createUrlTree(['/turned-away'], back);
  }
  if (await installation.needsSetUp()) return router.createUrlTree(['/set-up']);
  return router.createUrlTree(['/sign-in'], back);
};

/** Opens a page to who has its permission; others see that it is not for them. */
export const allowed: CanActivateFn = (route) => {
  const { allow } = (route.data['page'] as PageData | undefined) ?? {};
  return inject(Session).can(allow) || inject(Router).createUrlTree(['/not-allowed']);
};
