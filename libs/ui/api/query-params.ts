import { HttpParams } from '@angular/common/http';

/** A query as the API reads it: lists joined by commas, blanks left out. */
export function queryParams(query: object): HttpParams {
  return Object.entries(query).reduce((params, [name, value]: [string, unknown]) => {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    return text === '' ? params : params.set(name, text);
  }, new HttpParams());
}
