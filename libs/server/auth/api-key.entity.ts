import { Role } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A key with which a program of the account calls the API; only a hash of it is known here. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('bigint')
  accountId!: number;

  /** The user who made it; null where a key made a key. */
  @Column('bigint', { nullable: true })
  createdBy!: number | null;

  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  @Column('boolean', { default: false })
  operator!: boolean;

  /** The key's first characters, by which people tell keys apart. */
  @Column('text')
  prefix!: string;

  @Column('text')
  tokenHash!: string;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;
}
