import { Campaign } from './campaign.entity';

export * from './calling-hours';
export * from './campaign.entity';
export * from './campaign.module';
export * from './campaign.status';
export * from './eligibility';
export * from './eligibility.sql';

/** What apps register with TypeORM. */
export const campaignEntities = [Campaign];
