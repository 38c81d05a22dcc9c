import { Campaign } from './campaign.entity';
import { Subscriber } from './subscriber.entity';

export * from './account-hours';
export * from './account-limits';
export * from './calling-hours';
export * from './attempts-cap';
export * from './attempts-cap.sql';
export * from './calling-rules';
export * from './calling-window';
export * from './campaign.actions';
export * from './campaign.conclusion';
export * from './campaign.entity';
export * from './campaign.find';
export * from './campaign.hold-log';
export * from './campaign.holds';
export * from './campaign.module';
export * from './campaign.rest';
export * from './campaign.service';
export * from './campaign.status';
export * from './campaign.view';
export * from './claims-under-way';
export * from './candidates';
export * from './contact-values.sql';
export * from './eligibility';
export * from './eligibility.sql';
export * from './place-key';
export * from './roster';
export { addCounts, type CountChange, lockRoster, lockSubscribers } from './roster-writing';
export * from './subscriber.bulk';
export * from './subscriber.entity';
export * from './subscriber.export';
export * from './wall-time';
export * from './zone-offsets';

/** What apps register with TypeORM. */
export const campaignEntities = [Campaign, Subscriber];
