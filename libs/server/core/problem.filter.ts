import {
  ArgumentsHost,
  Catch,
  ExceptionFilter,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import { FieldProblem } from '@belltower/dto';
import type { Request, Response } from 'express';
import { QueryFailedError } from 'typeorm';
import { DomainError, TooMany } from './errors';
import { knownMethods } from './known-methods';

/** An error as the API sends it: problem details of RFC 9457 with a stable code and the fields at fault. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string;
  errors?: readonly FieldProblem[];
}

type Described = Pick<Problem, 'status' | 'code' | 'detail' | 'errors'>;

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Not available now',
};

/** Turns whatever was thrown into problem+json; what is not the client's fault is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<Request>(), http.getResponse<Response>());
  }

  /** Answers with the problem, for what happens outside of Nest's routes. */
  answer(thrown: unknown, request: Request, response: Response): void {
    const known = thrown instanceof NotFoundException ? knownMethods(request) : [];
    const described =
      thrown instanceof NotFoundException ? describeUnknown(request, known) : describe(thrown);
    if (described.status >= 500) this.logger.error(thrown);
    // A stream that has begun cannot change its status any more; cutting it tells the client it is not whole.
    if (response.headersSent) return void response.destroy();
    if (thrown instanceof TooMany) response.setHeader('retry-after', thrown.retryAfterSeconds);
    if (known.length) response.setHeader('allow', known.join(', '));
    const problem: Problem = {
      type: `urn:belltower:${described.code}`,
      title: TITLES[described.status] ?? 'Error',
      instance: request.originalUrl,
      ...described,
    };
    response.status(described.status).type('application/problem+json').send(problem);
  }
}

/** Services throw errors of their own; Nest's comes from the router alone. */
function describeUnknown({ method, originalUrl }: Request, known: readonly string[]): Described {
  if (!known.length)
    return { status: 404, code: 'route.not-found', detail: `There is nothing at ${originalUrl}.` };
  const detail = `${method} is not possible here; ${known.join(', ')} is.`;
  return { status: 405, code: 'route.method-not-allowed', detail };
}

function describe(thrown: unknown): Described {
  if (thrown instanceof DomainError) {
    const { status, code, message: detail, fields } = thrown;
    return { status, code, detail, ...(fields.length ? { errors: fields } : {}) };
  }
  if (thrown instanceof HttpException) {
    return {
      status: thrown.getStatus(),
      code: `http.${thrown.getStatus()}`,
      detail: thrown.message,
    };
  }
  if (thrown instanceof QueryFailedError) return describeQueryError(thrown);
  const status = statusOf(thrown);
  if (status) return { status, code: `http.${status}`, detail: (thrown as Error).message };
  return { status: 500, code: 'internal', detail: 'The request failed; it has been logged.' };
}

/** What PostgreSQL refuses is mostly what a check came too late for: a race, or a name of another account's row. */
function describeQueryError(error: QueryFailedError): Described {
  const { code } = error.driverError as { code?: string };
  switch (code) {
    case '23503':
      return {
        status: 404,
        code: 'reference.not-found',
        detail: 'Something named here does not exist.',
      };
    case '23505':
      return { status: 409, code: 'already-exists', detail: 'There is one like this already.' };
    // Numbers and texts that pass every rule and still fit no column: huge ids, NUL characters.
    case '22003':
    case '22P02':
      return { status: 422, code: 'number.out-of-range', detail: 'A number here is too large.' };
    case '22021':
    case '22P05':
      return {
        status: 422,
        code: 'text.not-storable',
        detail: 'A text here contains a character that cannot be stored (NUL).',
      };
    case '40001':
    case '40P01':
      return {
        status: 409,
        code: 'try-again',
        detail: 'Somebody changed the same thing; try again.',
      };
    default:
      return { status: 500, code: 'internal', detail: 'The request failed; it has been logged.' };
  }
}

/** Express' own errors (body too large, malformed JSON) carry their status. */
function statusOf(thrown: unknown): number | undefined {
  const status = (thrown as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
