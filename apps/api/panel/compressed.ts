import type { NextFunction, Request, Response } from 'express';
import { extname } from 'node:path';
import { BuiltPanel } from './built-panel';

/** What a file's compressed sister ends with, best first. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Answers with the compressed sister of a built file where the build made one and the browser can read it. */
export function compressed(panel: BuiltPanel) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const type = TYPES[extname(request.path)];
    const name = request.path.slice(1);
    // Names, not paths of requests, are looked up: nothing outside of the panel can be meant.
    if (!type || !panel.has(`${name}${ENCODINGS.gzip}`)) return next();
    response.vary('accept-encoding');
    const encoding = request.acceptsEncodings(['br', 'gzip']);
    if (encoding !== 'br' && encoding !== 'gzip') return next();
    response.set({ 'content-encoding': encoding, 'content-type': type });
    request.url = `/${name}${ENCODINGS[encoding]}`;
    next();
  };
}
