import { Allow, CurrentUser, Principal, sessionTokenOf, SignInService } from '@belltower/auth';
import { Forbidden, Returns } from '@belltower/core';
import { DemoView } from '@belltower/dto';
import { Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DemoService } from './demo.service';

/** Demonstration data: an account of its own, labelled as such. */
@Controller('demo')
export class DemoController {
  constructor(
    private readonly demo: DemoService,
    private readonly signIn: SignInService,
  ) {}

  @Get()
  @Allow('platform.read')
  @Returns(DemoView)
  state() {
    return this.demo.state();
  }

  /** Makes the demonstration, and moves the operator's session into it; `DELETE /sessions/acting` brings it back. */
  @Post()
  @Allow('platform.write')
  @Returns(DemoView)
  async create(@CurrentUser() user: Principal, @Req() request: Request) {
    const made = await this.demo.create(user);
    const token = sessionTokenOf(request);
    if (token && user.userId !== null && made.accountId !== null) {
      await this.signIn.actFor(user, made.accountId, token);
    }
    return made;
  }

  /**
   * Removes the demonstration with everything in it: asked by an operator, or from inside of it. An operator who
   * is inside finds themselves in their own account again.
   */
  @Delete()
  @HttpCode(204)
  @Allow('account.write')
  async remove(@CurrentUser() user: Principal, @Req() request: Request) {
    const { accountId } = await this.demo.state();
    const isInside = user.accountId === accountId;
    if (!user.operator && !isInside) {
      throw new Forbidden('not-allowed', 'Only operators can remove the demo data.');
    }
    if (!user.acting || !isInside) return this.demo.remove(user);
    const home = await this.signIn.stopActing(user, sessionTokenOf(request));
    await this.demo.remove({ ...user, accountId: home.accountId });
  }
}
