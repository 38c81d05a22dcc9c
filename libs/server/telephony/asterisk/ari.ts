/** One question to a switch over the Asterisk REST Interface. */
export interface AriRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Parts of the path below `/ari`, unescaped: whatever they hold, they stay one part each. */
  path: readonly string[];
  query?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
}

export interface AriResponse {
  status: number;
  /** The JSON that came; undefined where there was none. */
  body: unknown;
}

/** No answer came from a switch. */
export class AriSilence extends Error {
  /**
   * @param message a sentence for people, without anything secret
   * @param sent false where it is certain that the switch never saw the request
   */
  constructor(
    message: string,
    readonly sent: boolean,
  ) {
    super(message);
  }
}

export interface AriListener {
  opened(): void;
  /** One event, as JSON. */
  heard(text: string): void;
  /** Told once, after which nothing is heard; `why` is a sentence for people. */
  closed(why: string): void;
}

export interface AriConnection {
  /** Ends it without telling the listener. */
  close(): void;
}

/** The way to one switch; specs have one without a network. */
export abstract class Ari {
  /** Rejects with {@link AriSilence} where no answer comes; every answer is a value. */
  abstract request(request: AriRequest): Promise<AriResponse>;

  /** A file as it is; null where there is none. Rejects with {@link AriSilence}. */
  abstract download(path: readonly string[]): Promise<Uint8Array | null>;

  /** Listens to what happens to the calls of one application. */
  abstract listen(application: string, listener: AriListener): AriConnection;
}
