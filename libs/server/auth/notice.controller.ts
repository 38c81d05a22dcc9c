import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Returns, ReturnsPage } from '@belltower/core';
import { NoticeQuery, NoticeView, UnseenNoticesView } from '@belltower/dto';
import { Allow, AllowAny, CurrentUser } from './decorators';
import { NoticeService } from './notice.service';
import { Principal } from './principal';

/** What happened in the account without its people. */
@Controller('notices')
export class NoticeController {
  constructor(private readonly notices: NoticeService) {}

  @Get()
  @Allow('account.read')
  @ReturnsPage(NoticeView)
  list(@CurrentUser() user: Principal, @Query() query: NoticeQuery) {
    return this.notices.list(user, query);
  }

  /** How many the caller has not seen. */
  @Get('unseen')
  @Allow('account.read')
  @Returns(UnseenNoticesView)
  async unseen(@CurrentUser() user: Principal): Promise<UnseenNoticesView> {
    return { unseen: await this.notices.unseen(user) };
  }

  /** Takes note that the caller has looked. */
  @Post('seen')
  @HttpCode(204)
  @AllowAny()
  async see(@CurrentUser() user: Principal): Promise<void> {
    await this.notices.see(user);
  }
}
