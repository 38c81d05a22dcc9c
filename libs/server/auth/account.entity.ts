import { AccountStatus, WeekDay } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A limit of null is none; 0 allows nothing. */
@Entity('account')
export class Account {
  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text')
  defaultCountry!: string;

  @Column('text')
  timeZone!: string;

  /** Most attempts at one number in any 24 hours, over all campaigns; null: as many as those make. */
  @Column('integer', { nullable: true })
  attemptsPerDay!: number | null;

  /** The same in any seven days. */
  @Column('integer', { nullable: true })
  attemptsPerWeek!: number | null;

  /** `HH:MM`, before which no campaign of the account calls; null, with `callUntil`: at any hour. */
  @Column({ type: 'text', nullable: true, collation: 'C' })
  callFrom!: string | null;

  /** `HH:MM`, itself outside the hours. */
  @Column({ type: 'text', nullable: true, collation: 'C' })
  callUntil!: string | null;

  /** Days on which its campaigns may call. */
  @Column('text', { array: true, default: Object.values(WeekDay) })
  callDays!: WeekDay[];

  /** Replies that stop messages, besides the usual words. */
  @Column('text', { array: true, default: [] })
  stopWords!: string[];

  /** Replies after which messages may be sent again, besides the usual words. */
  @Column('text', { array: true, default: [] })
  startWords!: string[];

  @Column('text', { default: AccountStatus.Active })
  status!: AccountStatus;

  @Column('boolean', { default: false })
  demo!: boolean;

  @Column('boolean', { default: false })
  mayAddGateways!: boolean;

  @Column('integer', { nullable: true })
  maxCallsPerMinute!: number | null;

  @Column('integer', { nullable: true })
  maxChannels!: number | null;

  @Column('integer', { nullable: true })
  maxCampaigns!: number | null;

  @Column('integer', { nullable: true })
  maxSubscribersPerCampaign!: number | null;

  @Column('integer', { nullable: true })
  maxContacts!: number | null;

  @Column('integer', { nullable: true })
  maxRetries!: number | null;

  /** The operator's part of `attemptsPerDay`: the stricter of the two holds. */
  @Column('integer', { nullable: true })
  maxAttemptsPerDay!: number | null;

  @Column('integer', { nullable: true })
  maxAttemptsPerWeek!: number | null;

  @Column('integer', { nullable: true })
  maxRingTimeoutSeconds!: number | null;

  @Column('integer', { nullable: true })
  maxCallSeconds!: number | null;

  @Column('integer', { nullable: true })
  maxMessagesPerMinute!: number | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
