import type { Request } from 'express';

/** What Express knows of one of its routes. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** The methods under which the address of a request is known, in upper case; none for an unknown address. */
export function knownMethods({ app, originalUrl }: Request): string[] {
  // Not `path`, which lacks the prefix that Nest's handler of unknown addresses is mounted under.
  const [path = '/'] = originalUrl.split('?');
  const { stack } = (app as unknown as { router: { stack: Layer[] } }).router;
  const methods = stack
    // What answers every method is no route of ours but something that all requests pass through.
    .filter(({ route }) => route && !route.methods['trace'])
    .filter((layer) => layer.match(path))
    .flatMap((layer) => Object.keys(layer.route!.methods));
  return [...new Set(methods)].map((method) => method.toUpperCase()).sort();
}
