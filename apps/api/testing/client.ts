/** What came back: the parsed body, or the text where it is not JSON. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

/** Somebody who talks to the API as a browser or a program would: keeps cookies, echoes the CSRF token. */
export class Client {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly apiKey?: string,
  ) {}

  get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.send('GET', path);
  }

  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>> {
    return this.send('POST', path, body);
  }

  put<T = unknown>(path: string, body?: unknown, more: object = {}): Promise<Answer<T>> {
    return this.send('PUT', path, body, more);
  }

  delete<T = unknown>(path: string): Promise<Answer<T>> {
    return this.send('DELETE', path);
  }

  /** Sends JSON. `path` starts at the host, or without a leading slash at `/api/v1/`. */
  async send<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    more: object = {},
  ): Promise<Answer<T>> {
    const response = await this.fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  }

  /** Sends anything, as whoever this is. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.apiKey) headers.set('authorization', `Bearer ${this.apiKey}`);
    if (this.cookies.size) headers.set('cookie', this.cookieHeader());
    const csrf = this.cookies.get('belltower_csrf');
    if (csrf && !headers.has('x-csrf-token')) headers.set('x-csrf-token', csrf);
    const address = this.url + (path.startsWith('/') ? path : `/api/v1/${path}`);
    const response = await fetch(address, { redirect: 'manual', ...init, headers });
    this.keepCookies(response.headers);
    return response;
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
