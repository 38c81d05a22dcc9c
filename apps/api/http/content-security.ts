import { Config } from '@belltower/core';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { randomBytes } from 'node:crypto';
import { API_DOCS_PATH } from '../openapi/serve-documentation';

const NONCE_BYTES = 16;

/** The value that the styles of this answer's page carry. */
export function styleNonceOf(response: Response): string {
  return response.locals['styleNonce'] as string;
}

/**
 * Security headers. Scripts come from our own files only; styles from our files or with the nonce of
 * the page, as Angular writes those of its components into the document.
 */
export function contentSecurity({ COOKIE_SECURE }: Readonly<Config>) {
  const common = {
    referrerPolicy: { policy: 'same-origin' as const },
    // Only where we are told that we are reached by HTTPS: the browser would remember it for good.
    strictTransportSecurity: COOKIE_SECURE,
  };
  const panel = helmet({
    ...common,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...OWN_FILES_ONLY,
        styleSrc: ["'self'", (_, response) => `'nonce-${styleNonceOf(response as Response)}'`],
        // Attributes cannot carry a nonce; they style one element and load nothing.
        styleSrcAttr: ["'unsafe-inline'"],
      },
    },
  });
  const documentation = helmet({
    ...common,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...OWN_FILES_ONLY, styleSrc: ["'self'", "'unsafe-inline'"] },
    },
  });
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.path.startsWith(`/${API_DOCS_PATH}`)) return documentation(request, response, next);
    response.locals['styleNonce'] = randomBytes(NONCE_BYTES).toString('base64');
    panel(request, response, next);
  };
}

const OWN_FILES_ONLY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  // A text that is listened to before anybody is called has no address.
  mediaSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
