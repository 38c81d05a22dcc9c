import { Outcome, SubscriberState } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A number's place in one campaign. Written set by set in SQL: by the roster, and by the dialer after attempts. */
@Entity('subscriber')
export class Subscriber {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('bigint')
  campaignId!: number;

  @Column('bigint', { nullable: true })
  contactId!: number | null;

  @Column({ type: 'text', collation: 'C' })
  number!: string;

  @Column('text', { default: SubscriberState.Waiting })
  state!: SubscriberState;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { nullable: true })
  lastAttemptAt!: Date | null;

  /** Finds the queue's row; of no meaning where there is none. */
  @Column('timestamptz', { nullable: true })
  nextAttemptAt!: Date | null;

  @Column('text', { nullable: true })
  disposition!: Outcome | null;

  /** How many of its attempts that counted have ended in what; null: none. */
  @Column('jsonb', { nullable: true })
  tally!: Partial<Record<Outcome, number>> | null;

  /** Whether somebody took it out: then a change of its contact does not bring it back. */
  @Column('boolean', { default: false })
  keptOut!: boolean;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
