import { Module, OnModuleInit } from '@nestjs/common';
import { transitionProblems } from './campaign.status';

@Module({})
export class CampaignModule implements OnModuleInit {
  /** @throws where the table of statuses contradicts itself */
  onModuleInit(): void {
    const problems = transitionProblems();
    if (problems.length)
      throw new Error(`The statuses of a campaign do not fit together: ${problems.join('; ')}`);
  }
}
