import { Config } from '@belltower/core';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';

const SECRET_HEADERS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
];
/** Asked every few seconds by whatever watches the process: logging each would bury the rest. */
const UNLOGGED = /^\/api\/(health|metrics)/;
/** A request id of a proxy is kept, so that its log and ours can be read together. */
const REQUEST_ID = /^[\w-]{1,64}$/;

/** JSON logs with a request id in every line and no secret in any. */
export function loggerOptions(config: Readonly<Config>): Params {
  return {
    pinoHttp: {
      level: config.LOG_LEVEL,
      redact: { paths: SECRET_HEADERS, censor: '[redacted]' },
      genReqId: requestId,
      autoLogging: { ignore: ({ url }) => UNLOGGED.test(url ?? '') },
      customLogLevel: (_request, { statusCode }, error) =>
        error || statusCode >= 500 ? 'error' : statusCode >= 400 ? 'warn' : 'info',
      serializers: {
        req: ({ id, method, url, remoteAddress }: Record<string, string>) => ({
          id,
          method,
          url: withoutTokens(url ?? ''),
          remoteAddress,
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}

function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', id);
  return id;
}

/**
 * Links of invitations and forgotten passwords carry their token in the address, as do providers' reports their secret;
 * and whose data was looked for is nobody's business who reads a log.
 */
export function withoutTokens(url: string): string {
  return url.replace(/([?&](?:token|key|number)=)[^&]*/g, '$1[redacted]');
}
