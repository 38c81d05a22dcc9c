import { Unreadable } from '@belltower/core';
import type { NextFunction, Request, Response } from 'express';

interface BodyError {
  type?: string;
  message: string;
  /** Most bytes, where there were more. */
  limit?: number;
}

/** Turns the errors of Express' body parser, which name themselves by `type`, into ours. */
export function explainUnreadable(
  error: BodyError,
  _request: Request,
  _response: Response,
  next: NextFunction,
): void {
  next(explained(error));
}

function explained(error: BodyError): unknown {
  switch (error.type) {
    case 'entity.parse.failed':
      return new Unreadable(400, 'request.malformed-json', `This is not JSON: ${error.message}.`);
    case 'entity.too.large':
      return new Unreadable(
        413,
        'request.too-large',
        `The request is larger than ${sizeOf(error.limit)}.`,
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Unreadable(415, 'request.not-json', 'Send JSON in UTF-8.');
    default:
      return error;
  }
}

function sizeOf(bytes = 1_048_576): string {
  return bytes < 1_048_576 ? `${bytes / 1_024} KB` : `${bytes / 1_048_576} MB`;
}
