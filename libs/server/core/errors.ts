import { FieldProblem } from '@belltower/dto';

/** A refusal that the client can understand: a stable code, a sentence, and where it applies the fields at fault. */
export abstract class DomainError extends Error {
  abstract readonly status: number;

  /** @param code stable and lower case, for example `campaign.already-running` */
  constructor(
    readonly code: string,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
  }
}

/** There is no such thing, or it belongs to another account: nobody is told which. */
export class NotFound extends DomainError {
  readonly status = 404;
}

/** The request is sound but the present state forbids it. */
export class Conflict extends DomainError {
  readonly status = 409;
}

/** The request breaks a rule. */
export class Invalid extends DomainError {
  readonly status = 422;
}

/** The request cannot be read at all: broken (400), too large (413) or in a form that nobody reads (415). */
export class Unreadable extends DomainError {
  constructor(
    readonly status: 400 | 413 | 415,
    code: string,
    message: string,
  ) {
    super(code, message);
  }
}

/** The person is known and may not do this. */
export class Forbidden extends DomainError {
  readonly status = 403;
}

/** Nobody is signed in, or the key is not valid any more. */
export class Unauthenticated extends DomainError {
  readonly status = 401;
}

/** Too much in a short time; `retryAfterSeconds` says when to come back. */
export class TooMany extends DomainError {
  readonly status = 429;

  constructor(
    code: string,
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(code, message);
  }
}

/** A part that the request needs is not there at this moment. */
export class Unavailable extends DomainError {
  readonly status = 503;
}
