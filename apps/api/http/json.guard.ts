import { Unreadable } from '@belltower/core';
import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Request } from 'express';

/** Says that JSON is wanted where something else came, instead of calling every field missing. */
@Injectable()
export class JsonGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<Request>();
    const isUnread = body === undefined && hasContent(headers);
    if (!isUnread || !readsBody(context)) return true;
    throw new Unreadable(
      415,
      'request.not-json',
      'Send JSON, with the header “content-type: application/json”.',
    );
  }
}

function hasContent(headers: Request['headers']): boolean {
  return 'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;
}

function readsBody(context: ExecutionContext): boolean {
  const places: object =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  return Object.keys(places).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
}
