import { Public } from '@belltower/auth';
import { WebhookRequest } from '@belltower/messaging';
import { Controller, Get, HttpCode, Param, ParseIntPipe, Post, Req, Res } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { HeldLines } from './gateway-lines';

/**
 * Where providers report what has become of messages, and what was answered to them. Without a sign-in: whoever reports
 * gives the secret of the gateway, in the address as `key` or as the header `X-Webhook-Secret`.
 */
@Controller('webhooks/messages')
// A campaign brings as many receipts as messages, all from one address.
@SkipThrottle()
export class WebhookController {
  constructor(private readonly lines: HeldLines) {}

  /** Reports as JSON or as a form, one or a list of them; kept once this is answered with 200. */
  @Post(':gatewayId')
  @HttpCode(200)
  @Public()
  posted(
    @Param('gatewayId', ParseIntPipe) gatewayId: number,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.answer(gatewayId, request, response);
  }

  /** A report in the query of the address. */
  @Get(':gatewayId')
  @Public()
  asked(
    @Param('gatewayId', ParseIntPipe) gatewayId: number,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    return this.answer(gatewayId, request, response);
  }

  private async answer(gatewayId: number, request: Request, response: Response): Promise<void> {
    const { status, body } = await this.lines.webhook(gatewayId, webhookRequest(request));
    response.status(status).type('text/plain').send(body);
  }
}

function webhookRequest({ method, headers, query, body }: Request): WebhookRequest {
  return {
    method,
    headers: oneOfEach(headers),
    query: oneOfEach(query as Record<string, string | string[]>) as Record<string, string>,
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

/** Of a name that is given several times the first value counts. */
function oneOfEach(
  values: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}
