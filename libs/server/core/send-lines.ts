import type { Response } from 'express';
import { Observable } from 'rxjs';

/** Sends one JSON object a line, each as it comes, until the source ends. A reader who leaves unsubscribes. */
export function sendLines(response: Response, source: Observable<object>): void {
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    // nginx would otherwise collect lines before passing them on.
    'x-accel-buffering': 'no',
  });
  const subscription = source.subscribe({
    next: (line) => response.write(`${JSON.stringify(line)}\n`),
    // Broken off: what ends early must not look whole.
    error: () => response.destroy(),
    complete: () => response.end(),
  });
  response.once('close', () => subscription.unsubscribe());
}
