import { Config } from '@belltower/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NextFunction, Request, Response, static as staticFiles } from 'express';
import { resolve } from 'node:path';
import { styleNonceOf } from '../http/content-security';
import { BuiltPanel } from './built-panel';
import { compressed } from './compressed';
import { ORIGINAL_ADDRESSES } from './original-addresses';

/** Files whose name contains a hash of their content: another content has another name. */
const HASHED = /-[A-Z0-9]{8}\.(js|css|woff2|svg|map)(\.br|\.gz)?$/;

/** Serves the built panel: its files, its page for every address of its own, and the original's addresses. */
export function servePanel(app: NestExpressApplication, { PANEL_DIR }: Readonly<Config>): void {
  const panel = new BuiltPanel(resolve(PANEL_DIR));
  app.use(redirectOriginal);
  app.use(compressed(panel));
  app.use(staticFiles(panel.directory, { index: false, redirect: false, setHeaders: cacheHashed }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!wantsPage(request)) return next();
    const page = panel.page();
    if (page === null) return next();
    const html = page.replace('<app-root', `<app-root ngCspNonce="${styleNonceOf(response)}"`);
    // Never cached: it names the files of the release that is running, and a nonce is for one answer.
    response.set('cache-control', 'no-store').type('html').send(html);
  });
}

function wantsPage({ method, path, headers }: Request): boolean {
  const isPanel = !/^\/api(\/|$)/.test(path) && !/\.\w+$/.test(path);
  return isPanel && (method === 'GET' || method === 'HEAD') && !!headers.accept?.includes('html');
}

function redirectOriginal(request: Request, response: Response, next: NextFunction): void {
  const path = request.path.replace(/\/$/, '');
  for (const [original, ours] of ORIGINAL_ADDRESSES) {
    if (original.test(path)) return response.redirect(302, path.replace(original, ours));
  }
  next();
}

function cacheHashed(response: Response, file: string): void {
  response.set(
    'cache-control',
    HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}
