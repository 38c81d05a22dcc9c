import { Role } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('user')
export class User {
  @PrimaryColumn('bigint', {
    insert: false,
    update: false,
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
  })
  id!: number;

  @Column('bigint')
  accountId!: number;

  @Column('text')
  name!: string;

  /** As typed; unique over all accounts whatever its case. */
  @Column('text')
  email!: string;

  @Column('text')
  role!: Role;

  /** Whether the user runs the platform: its accounts, gateways and limits. */
  @Column('boolean', { default: false })
  operator!: boolean;

  /** Argon2id; null until an invitation is taken up. */
  @Column('text', { nullable: true })
  passwordHash!: string | null;

  /** Whether an invitation still waits to be taken up. */
  get invited(): boolean {
    return this.passwordHash === null;
  }

  @Column('timestamptz', { nullable: true })
  lastSeenAt!: Date | null;

  /** When they last looked at what happened without them. */
  @Column('timestamptz', { nullable: true })
  noticesSeenAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
