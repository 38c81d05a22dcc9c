import { AudioFormat } from '@belltower/dto';
import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A recording of an account's library. */
@Entity('audio')
export class Audio {
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

  /** Name of the uploaded file. */
  @Column('text')
  fileName!: string;

  /** Of the uploaded file. */
  @Column('text')
  format!: AudioFormat;

  /** G.711 µ-law, 8,000 samples a second. Megabytes: read only by who asks for it. */
  @Column('bytea', { select: false })
  pcmu!: Buffer;

  /** Of the sound; at 8,000 a second it tells the length too. */
  @Column('integer')
  sizeBytes!: number;

  /** Of the sound. */
  @Column('bytea')
  sha256!: Buffer;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt!: Date;
}
