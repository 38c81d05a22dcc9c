import { CallerIdPolicy, Channel, GatewayStatus } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A route to the phone network or to SMS. */
@Entity('gateway')
export class Gateway {
  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  /** The account that brought it; null where it belongs to the installation. */
  @Column('bigint', { nullable: true })
  ownerAccountId!: number | null;

  @Column('text')
  name!: string;

  @Column('text')
  channel!: Channel;

  @Column('text')
  driver!: string;

  /** Of the driver, without its secrets. */
  @Column('jsonb', { default: {} })
  settings!: Record<string, unknown>;

  /** The driver's secrets as sealed JSON; null where there are none. */
  @Column('text', { nullable: true, select: false })
  secrets!: string | null;

  @Column('integer')
  channels!: number;

  @Column('double precision')
  callsPerSecond!: number;

  @Column('text', { nullable: true })
  stripPrefix!: string | null;

  @Column('text', { nullable: true })
  addPrefix!: string | null;

  @Column('text', { array: true, default: [] })
  allowedPrefixes!: string[];

  @Column('text', { nullable: true })
  callerId!: string | null;

  @Column('text', { default: CallerIdPolicy.Campaign })
  callerIdPolicy!: CallerIdPolicy;

  @Column('text', { array: true, default: [] })
  callerIdsAllowed!: string[];

  @Column('integer', { nullable: true })
  minRingTimeoutSeconds!: number | null;

  @Column('integer', { nullable: true })
  maxRingTimeoutSeconds!: number | null;

  @Column('boolean', { default: true })
  enabled!: boolean;

  @Column('text', { default: GatewayStatus.Unknown })
  status!: GatewayStatus;

  @Column('text', { nullable: true })
  statusDetail!: string | null;

  @Column('timestamptz', { nullable: true })
  checkedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;

  /** Its row stays, as calls and campaigns of the past name it. */
  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}

/** That an account may use a gateway. */
@Entity('gateway_grant')
export class GatewayGrant {
  @PrimaryColumn('bigint')
  accountId!: number;

  @PrimaryColumn('bigint')
  gatewayId!: number;

  /** Since when it may be used no more, and is kept because campaigns of the past name it; null while it may. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
