import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import type { Dto, Page, PageQuery } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { queryParams } from './query-params';

/** Where the API lives; the panel is served from the same origin. */
export const API_ROOT = '/api/v1';

/** What every row of a list has. */
export interface Identified {
  id: number;
}

/** What is known about a resource before any request: its route, its DTO classes and its words. */
export interface ResourceDescription<
  TInput extends object,
  TView extends Identified,
  TQuery extends PageQuery,
> {
  /** Path below the API's root, for example `phonebooks`. */
  route: string;
  input: Dto<TInput>;
  view: Dto<TView>;
  query: Dto<TQuery>;
  /** Words for one and several, lower case: `phonebook`, `phonebooks`. */
  one: string;
  many: string;
  /** Permission that creating, changing and deleting need, for example `phonebook.write`. */
  write?: string;
}

/**
 * The requests that a resource answers, typed by its DTO classes. Create it in an injection context
 * (a field initialiser). Every promise rejects with an ApiProblem.
 */
export class ResourceApi<
  TInput extends object,
  TView extends Identified,
  TQuery extends PageQuery = PageQuery,
> implements ResourceDescription<TInput, TView, TQuery> {
  readonly route: string;
  readonly input: Dto<TInput>;
  readonly view: Dto<TView>;
  readonly query: Dto<TQuery>;
  readonly one: string;
  readonly many: string;
  readonly write?: string;

  private readonly http = inject(HttpClient);
  private readonly injector = inject(Injector);

  constructor(description: ResourceDescription<TInput, TView, TQuery>) {
    this.route = description.route;
    this.input = description.input;
    this.view = description.view;
    this.query = description.query;
    this.one = description.one;
    this.many = description.many;
    this.write = description.write;
  }

  /** Address below this resource, for links such as a CSV download. */
  url(path: string | number = '', query: object = {}): string {
    const base = `${API_ROOT}/${this.route}${path === '' ? '' : `/${path}`}`;
    const params = queryParams(query).toString();
    return params ? `${base}?${params}` : base;
  }

  /** Download of the rows that match these filters. */
  csvUrl(filters: object = {}): string {
    const params = queryParams(filters).toString();
    return `${API_ROOT}/${this.route}.csv${params ? `?${params}` : ''}`;
  }

  list(query: Partial<TQuery> = {}): Promise<Page<TView>> {
    return firstValueFrom(this.http.get<Page<TView>>(this.url(), { params: queryParams(query) }));
  }

  get(id: number): Promise<TView> {
    return firstValueFrom(this.http.get<TView>(this.url(id)));
  }

  create(input: TInput): Promise<TView> {
    return this.post('', input);
  }

  /** @param version the one that is replaced: rejects with `<one>.changed-meanwhile` where there is another; absent: any */
  replace(id: number, input: TInput, version?: string): Promise<TView> {
    const headers: Record<string, string> = version ? { 'If-Match': `"${version}"` } : {};
    return firstValueFrom(this.http.put<TView>(this.url(id), input, { headers }));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete<void>(this.url(id)));
  }

  /** `POST <route>/<id>/<verb>`: what a customer does with one record, such as start or duplicate. */
  action<TAnswer = TView>(id: number, verb: string, body: object = {}): Promise<TAnswer> {
    return this.post(`${id}/${verb}`, body);
  }

  /** `POST <route>/<path>`: what is done with several records at once. */
  post<TAnswer = TView>(path: string, body: object): Promise<TAnswer> {
    return firstValueFrom(this.http.post<TAnswer>(this.url(path), body));
  }

  /** The record with this id as signals: loading, value, error, `reload()`; idle while the id is null. */
  resource(id: () => number | null) {
    return httpResource<TView>(
      () => {
        const wanted = id();
        return wanted === null ? undefined : this.url(wanted);
      },
      { injector: this.injector },
    );
  }

  /** Anything below one record, for example `progress`; idle while the id is null. */
  part<TAnswer>(id: () => number | null, path: string) {
    return httpResource<TAnswer>(
      () => {
        const wanted = id();
        return wanted === null ? undefined : this.url(`${wanted}/${path}`);
      },
      { injector: this.injector },
    );
  }
}
