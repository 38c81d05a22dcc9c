import { MigrationInterface, QueryRunner } from 'typeorm';

/** What is said in a campaign's calls beyond its message, what the callees answer, and what they say. */
export class CallFlow1796330600517 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table campaign
        -- Of the voice; null: the gateway's own.
        add column language text,
        -- Said after somebody has opted out; null: the call ends at once.
        add column opt_out_confirmation text,
        add column repeat_key text,
        add column transfer_key text,
        add column transfer_number text,
        -- [{"name": "Coming?", "text": "…", "answers": [{"key": "1", "label": "Yes"}], "repeats": 1, "waitSeconds": 6}]
        add column questions jsonb not null default '[]',
        -- Asked before what the callee says is recorded; null: nothing is.
        add column record_prompt text,
        add column record_seconds integer not null default 30,
        add column goodbye text,
        -- Names that the texts above ask for, so that a claim looks up only what is to be said.
        add column placeholders text[] not null default '{}';

      -- Null for calls that asked nothing, as most: they take no room and touch no index.
      alter table call
        -- Key by question, for example {"Coming?": "1"}; '' where it was asked and not answered.
        add column answers jsonb,
        -- What else happened: repeated, opted-out, transferred, transfer-failed, recorded.
        add column marks text[];
      create index call_answers_idx on call using gin (answers jsonb_path_ops) where answers is not null;
      create index call_marks_idx on call using gin (marks) where marks is not null;

      -- Calls of a campaign by answer and by mark, added up in the statement that writes the call. A question is kept
      -- under its name, and a mark under the question '' with itself as the answer.
      create table answer_stat (
        account_id bigint not null,
        campaign_id bigint not null,
        question text not null,
        answer text not null,
        calls bigint not null,
        primary key (account_id, campaign_id, question, answer)
      ) with (fillfactor = 50);

      -- What callees have said. History as calls are: it names nothing that could go.
      create table recording (
        account_id bigint not null,
        id bigint generated always as identity,
        call_id bigint not null,
        campaign_id bigint not null,
        number text collate "C" not null,
        seconds real not null,
        -- G.711 µ-law, 8,000 samples a second. Noise to a compressor, so that none is tried.
        pcmu bytea not null,
        created_at timestamptz not null,
        primary key (account_id, id)
      );
      alter table recording alter column pcmu set storage external;
      create unique index recording_call_key on recording (account_id, call_id);
      create index recording_campaign_idx on recording (account_id, campaign_id, created_at desc, id desc);
      create index recording_number_idx on recording (account_id, number);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table recording, answer_stat;
      drop index call_answers_idx, call_marks_idx;
      alter table call drop column answers, drop column marks;
      alter table campaign
        drop column language, drop column opt_out_confirmation, drop column repeat_key, drop column transfer_key,
        drop column transfer_number, drop column questions, drop column record_prompt, drop column record_seconds,
        drop column goodbye, drop column placeholders;
    `);
  }
}
