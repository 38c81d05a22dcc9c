import { HttpErrorResponse } from '@angular/common/http';
import type { FieldProblem } from '@belltower/dto';

/** Problem details (RFC 9457) as the API sends them. */
interface ProblemBody {
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
}

/**
 * Why a request failed: `message` is a sentence for the person in front of the screen,
 * `fields` are the problems that belong under fields of a form.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    /** Stable code such as `phonebook.in-use`. */
    readonly code: string,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
  }

  /** Reads whatever a request threw. */
  static of(thrown: unknown): ApiProblem {
    if (thrown instanceof ApiProblem) return thrown;
    if (!(thrown instanceof HttpErrorResponse)) {
      // Resources wrap what is not an Error; the response is then its cause.
      const cause = (thrown as Error | null)?.cause;
      if (cause) return ApiProblem.of(cause);
      return new ApiProblem(
        0,
        'panel',
        'Something went wrong in this page. Reload it and try again.',
      );
    }
    const body = bodyOf(thrown);
    return new ApiProblem(
      thrown.status,
      body.code ?? `http.${thrown.status}`,
      body.detail ?? sentenceFor(thrown.status),
      body.errors ?? [],
    );
  }
}

/** What is read as text is refused in JSON as well; a proxy in between may answer with anything. */
function bodyOf({ error }: HttpErrorResponse): ProblemBody {
  const body: unknown = typeof error === 'string' ? parsed(error) : error;
  return typeof body === 'object' && body !== null && !(body instanceof ProgressEvent)
    ? (body as ProblemBody)
    : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The page of a proxy.
    return null;
  }
}

function sentenceFor(status: number): string {
  if (status === 0) return 'The server cannot be reached. Check the connection and try again.';
  if (status === 403) return 'Your role does not allow this.';
  if (status === 404) return 'This does not exist, or not any more.';
  if (status === 413) return 'This is larger than the server accepts.';
  if (status === 429) return 'Too many requests in a short time. Wait a moment and try again.';
  if (status >= 500) return 'Something went wrong on the server. It has been logged; try again.';
  return 'The server refused this request.';
}
