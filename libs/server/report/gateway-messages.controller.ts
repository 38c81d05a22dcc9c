import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import { GatewayMessagesView, PageQuery, StrayReceiptView } from '@belltower/dto';
import { GatewayService, Owner } from '@belltower/gateway';
import { Controller, Get, Inject, Param, ParseIntPipe, Query } from '@nestjs/common';
import { GatewayMessages } from './gateway-messages';

/** What the routes of both kinds of gateways have in common. */
abstract class GatewayMessageFigures {
  constructor(
    private readonly gateways: GatewayService,
    private readonly messages: GatewayMessages,
  ) {}

  protected async figures(owner: Owner, id: number) {
    await this.gateways.get(owner, id);
    return this.messages.figures(id);
  }

  protected async strays(owner: Owner, id: number, query: PageQuery) {
    await this.gateways.get(owner, id);
    return this.messages.strayReceipts(id, query);
  }
}

/** Messages over gateways that the caller's account has brought. */
@Controller('own-gateways')
export class OwnGatewayMessagesController extends GatewayMessageFigures {
  constructor(
    @Inject(GatewayService) gateways: GatewayService,
    @Inject(GatewayMessages) messages: GatewayMessages,
  ) {
    super(gateways, messages);
  }

  /** What has become of the messages of the last 24 hours, and how many receipts belong to none. */
  @Get(':id/messages')
  @Allow('gateway.write')
  @Returns(GatewayMessagesView)
  ofGateway(@CurrentUser() { accountId }: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.figures(accountId, id);
  }

  /** Receipts under ids that are no message's, newest first; they are kept for three days. */
  @Get(':id/stray-receipts')
  @Allow('gateway.write')
  @ReturnsPage(StrayReceiptView)
  strayReceipts(
    @CurrentUser() { accountId }: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Query() query: PageQuery,
  ) {
    return this.strays(accountId, id, query);
  }
}

/** Messages over any gateway, for operators. */
@Controller('platform/gateways')
export class PlatformGatewayMessagesController extends GatewayMessageFigures {
  constructor(
    @Inject(GatewayService) gateways: GatewayService,
    @Inject(GatewayMessages) messages: GatewayMessages,
  ) {
    super(gateways, messages);
  }

  /** What has become of the messages of the last 24 hours, and how many receipts belong to none. */
  @Get(':id/messages')
  @Allow('platform.read')
  @Returns(GatewayMessagesView)
  ofGateway(@Param('id', ParseIntPipe) id: number) {
    return this.figures(null, id);
  }

  /** Receipts under ids that are no message's, newest first; they are kept for three days. */
  @Get(':id/stray-receipts')
  @Allow('platform.read')
  @ReturnsPage(StrayReceiptView)
  strayReceipts(@Param('id', ParseIntPipe) id: number, @Query() query: PageQuery) {
    return this.strays(null, id, query);
  }
}
