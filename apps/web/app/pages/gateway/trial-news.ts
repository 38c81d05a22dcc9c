import { HttpClient, HttpDownloadProgressEvent, HttpEventType } from '@angular/common/http';
import { concatMap, filter, map, Observable } from 'rxjs';

/** Asks for a test call or message and tells what happens while it happens, the result last. Whoever unsubscribes leaves it. */
export function trialNews<News>(
  requests: HttpClient,
  url: string,
  input: object,
): Observable<News> {
  let read = 0;
  return requests
    .post(url, input, { observe: 'events', reportProgress: true, responseType: 'text' })
    .pipe(
      map((event) => {
        if (event.type === HttpEventType.Response) return event.body ?? '';
        if (event.type !== HttpEventType.DownloadProgress) return '';
        return (event as HttpDownloadProgressEvent).partialText ?? '';
      }),
      filter((text) => text.length > read),
      concatMap((text) => {
        // The last line may not have come whole.
        const end = text.lastIndexOf('\n') + 1;
        const lines = text.slice(read, end).split('\n').filter(Boolean);
        read = Math.max(read, end);
        return lines.map((line) => JSON.parse(line) as News);
      }),
    );
}
