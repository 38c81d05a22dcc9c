import { Controller, Get, Query } from '@nestjs/common';
import { ReturnsPage } from '@belltower/core';
import { AuditQuery, AuditView } from '@belltower/dto';
import { AuditService } from './audit.service';
import { Allow, CurrentUser } from './decorators';
import { Principal } from './principal';

@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** Who changed what in this account, newest first. */
  @Get()
  @Allow('audit.read')
  @ReturnsPage(AuditView)
  list(@CurrentUser() user: Principal, @Query() query: AuditQuery) {
    return this.audit.list(user, query);
  }
}
