import { Allow } from '@belltower/auth';
import { Returns } from '@belltower/core';
import { SystemView } from '@belltower/dto';
import { Controller, Get } from '@nestjs/common';
import { SystemService } from './system.service';

/** The installation, for operators. */
@Controller('platform/system')
export class SystemController {
  constructor(private readonly system: SystemService) {}

  @Get()
  @Allow('platform.read')
  @Returns(SystemView)
  get() {
    return this.system.view();
  }
}
