import { NoticeKind } from '@belltower/dto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that happened in an account without its people. */
@Entity('notice')
export class Notice {
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

  @Column('text')
  kind!: NoticeKind;

  @Column('text')
  text!: string;

  /** Null where it is about nothing that can be opened. */
  @Column('bigint', { nullable: true })
  recordId!: number | null;
}
