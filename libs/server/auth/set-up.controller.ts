import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Returns } from '@belltower/core';
import { SetUpInput, SetUpView } from '@belltower/dto';
import { Public } from './decorators';
import { SetUpService } from './set-up.service';

@Controller('setup')
export class SetUpController {
  constructor(private readonly setUp: SetUpService) {}

  @Get()
  @Public()
  @Returns(SetUpView)
  state() {
    return this.setUp.state();
  }

  @Post()
  @HttpCode(204)
  @Public()
  async complete(@Body() input: SetUpInput) {
    await this.setUp.complete(input);
  }
}
