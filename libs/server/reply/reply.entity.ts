import { ReplyMeaning } from '@belltower/dto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that somebody sent to us. It names what it belongs to, and outlives all of that. */
@Entity('reply')
export class Reply {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('timestamptz')
  receivedAt!: Date;

  @Column('bigint')
  gatewayId!: number;

  /** The provider's, the same however often it is told. */
  @Column('text')
  externalId!: string;

  /** Who wrote; E.164 where it can be read as that. */
  @Column({ type: 'text', collation: 'C' })
  number!: string;

  @Column('text')
  sentTo!: string;

  @Column('text')
  text!: string;

  /** What was done about it by itself; null where it is for a person to read. */
  @Column('text', { nullable: true })
  meaning!: ReplyMeaning | null;

  @Column('bigint', { nullable: true })
  campaignId!: number | null;

  @Column('bigint', { nullable: true })
  contactId!: number | null;

  @Column('bigint', { nullable: true })
  messageId!: number | null;

  @Column('timestamptz', { nullable: true })
  confirmedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  readAt!: Date | null;
}
