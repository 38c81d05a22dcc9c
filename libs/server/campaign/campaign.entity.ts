import {
  CampaignClock,
  CampaignStatus,
  Channel,
  Outcome,
  Question,
  RestOutcome,
  RetryRule,
  UnknownZone,
  WeekDay,
} from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** What to say, to whom, when and how fast. Its counters live in `subscriber_count`, never here. */
@Entity('campaign')
export class Campaign {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  channel!: Channel;

  @Column('text', { nullable: true })
  callerId!: string | null;

  @Column('text', { nullable: true })
  callerName!: string | null;

  /** A recording that is played in place of the message. */
  @Column('bigint', { nullable: true })
  audioId!: number | null;

  @Column('text')
  message!: string;

  /** Of the voice; null: the gateway's own. */
  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text', { nullable: true })
  optOutKey!: string | null;

  /** As {@link audioId}, in place of the text below it; so are the others. */
  @Column('bigint', { nullable: true })
  optOutAudioId!: number | null;

  @Column('text', { nullable: true })
  optOutConfirmation!: string | null;

  @Column('text', { nullable: true })
  repeatKey!: string | null;

  @Column('text', { nullable: true })
  transferKey!: string | null;

  @Column('text', { nullable: true })
  transferNumber!: string | null;

  @Column('jsonb', { default: [] })
  questions!: Question[];

  @Column('bigint', { nullable: true })
  recordAudioId!: number | null;

  @Column('text', { nullable: true })
  recordPrompt!: string | null;

  @Column('integer', { default: 30 })
  recordSeconds!: number;

  /** Sent once to whoever replies that it is to stop; null: nothing is. */
  @Column('text', { nullable: true })
  stopConfirmation!: string | null;

  @Column('bigint', { nullable: true })
  goodbyeAudioId!: number | null;

  @Column('text', { nullable: true })
  goodbye!: string | null;

  /** Names that its texts ask for. */
  @Column('text', { array: true, default: [] })
  placeholders!: string[];

  @Column('integer')
  callsPerMinute!: number;

  /** Most calls at the same time; null: as many as its gateways have. */
  @Column('integer', { nullable: true })
  channels!: number | null;

  @Column('integer')
  ringTimeoutSeconds!: number;

  @Column('integer')
  maxCallSeconds!: number;

  /** Attempts after the first. */
  @Column('integer')
  maxRetries!: number;

  @Column('integer')
  retryAfterSeconds!: number;

  @Column('text', { array: true })
  retryOn!: Outcome[];

  @Column('jsonb', { default: [] })
  retryRules!: RetryRule[];

  @Column('timestamptz')
  startsAt!: Date;

  @Column('timestamptz')
  endsAt!: Date;

  @Column({ type: 'text', collation: 'C' })
  hoursFrom!: string;

  @Column({ type: 'text', collation: 'C' })
  hoursUntil!: string;

  @Column('text', { array: true })
  weekDays!: WeekDay[];

  @Column('text', { array: true })
  excludedDates!: string[];

  @Column('text')
  timeZone!: string;

  @Column('text', { default: CampaignClock.Campaign })
  clock!: CampaignClock;

  @Column('text', { default: UnknownZone.Campaign })
  unknownZone!: UnknownZone;

  @Column('boolean', { default: true })
  countryHours!: boolean;

  @Column('text', { default: CampaignStatus.Draft })
  status!: CampaignStatus;

  @Column('timestamptz', { nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt!: Date | null;

  /** False from start until every contact of its phonebooks has become a subscriber. */
  @Column('boolean', { default: false })
  rosterComplete!: boolean;

  /** Set by an edit of the schedule, until the numbers that wait for an opening have been looked at again. */
  @Column('boolean', { default: false })
  recallHeld!: boolean;

  /** An ended campaign of whose numbers it calls only those that were left so; null: all of its phonebooks. */
  @Column('bigint', { nullable: true })
  sourceCampaignId!: number | null;

  @Column('text', { array: true, nullable: true })
  sourceOutcomes!: RestOutcome[] | null;

  /** Whether the account's limit of subscribers has left contacts out, who come in when there is room. */
  @Column('boolean', { default: false })
  rosterCut!: boolean;

  /** Set by stop: the dialer ends the calls that are still on the line. */
  @Column('boolean', { default: false })
  hangUp!: boolean;

  /** Deleted campaigns with history stay as rows, so that calls keep their campaign's name. */
  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
