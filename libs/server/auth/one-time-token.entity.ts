import { Column, Entity, PrimaryColumn } from 'typeorm';

export type TokenPurpose = 'set-up' | 'invite' | 'reset';

/** A link that works once: the first set-up, an invitation, a forgotten password. Stored as a hash. */
@Entity('one_time_token')
export class OneTimeToken {
  @PrimaryColumn('text')
  tokenHash!: string;

  @Column('text')
  purpose!: TokenPurpose;

  /** Null for the first set-up, when there is no user yet. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz')
  expiresAt!: Date;
}
