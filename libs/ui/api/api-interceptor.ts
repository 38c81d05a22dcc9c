import { HttpErrorResponse, HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';
import { Session } from '../session/session';
import { ApiProblem } from './problem';

/**
 * Turns every failure into an {@link ApiProblem}. A 401 while somebody is signed in means that the
 * session has ended: the sign-in page opens and comes back here afterwards.
 */
export const apiInterceptor: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  const router = inject(Router);
  return next(request).pipe(
    catchError((thrown: unknown) => {
      if (thrown instanceof HttpErrorResponse && thrown.status === 401 && session.me()) {
        session.forget();
        void router.navigate(['/sign-in'], { queryParams: { return: router.url } });
      }
      return throwError(() => ApiProblem.of(thrown));
    }),
  );
};
