import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who changed what; rows are only ever added. */
@Entity('audit')
export class Audit {
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
  at!: Date;

  /** Null for an API key and for the system itself. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @Column('text', { nullable: true })
  userName!: string | null;

  /** What was done, for example `campaign.paused`. */
  @Column('text')
  action!: string;

  @Column('text')
  entity!: string;

  @Column('bigint', { nullable: true })
  entityId!: number | null;

  @Column('jsonb', { default: {} })
  detail!: Record<string, unknown>;
}
