import { Allow } from '@belltower/auth';
import { ReturnsMany } from '@belltower/core';
import { CallingRuleView } from '@belltower/dto';
import { Controller, Get } from '@nestjs/common';
import { CALLING_RULES, CALLING_RULES_VERSION } from './calling-rules';

@Controller('calling-rules')
export class CallingRuleController {
  /** The calling hours of countries that campaigns keep to, with their sources. */
  @Get()
  @Allow('campaign.read')
  @ReturnsMany(CallingRuleView)
  list() {
    return CALLING_RULES.map((rule) => ({ ...rule, version: CALLING_RULES_VERSION }));
  }
}
