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
