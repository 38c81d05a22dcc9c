import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One sign-in of a user on one device; only a hash of its token is known here. */
@Entity('session')
export class Session {
  @PrimaryColumn('text')
  tokenHash!: string;

  @Column('bigint')
  userId!: number;

  /** The user's own account, or the one in which an operator is acting. */
  @Column('bigint')
  accountId!: number;

  @Column('text', { nullable: true })
  userAgent!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  lastSeenAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;
}
