import { MigrationInterface, QueryRunner } from 'typeorm';

/** Text messages: their history, what providers said of them, their sums, and what people answered. */
export class Messages1796700000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Of the attempt; the campaign's.
      alter table inflight add column channel text not null default 'voice';
      -- Sent once to whoever replies that it is to stop; null: nothing is.
      alter table campaign add column stop_confirmation text;
      -- Replies that stop or start messages besides the usual words.
      alter table account
        add column stop_words text[] not null default '{}',
        add column start_words text[] not null default '{}';
      -- By whom it was taken back, for example 'reply START'; while withdrawn_at is null it holds.
      alter table opt_out
        add column withdrawn_at timestamptz,
        add column withdrawn_by text;
      alter table subscriber drop constraint subscriber_state_check;
      -- Sent: its message has been handed over, and what became of it is not known yet.
      alter table subscriber add constraint subscriber_state_check
        check (state in ('waiting', 'retry', 'sent', 'completed', 'failed', 'suppressed', 'removed'));
      alter table kept_since drop constraint kept_since_what_check;
      alter table kept_since add constraint kept_since_what_check
        check (what in ('calls', 'messages', 'recordings'));

      -- Messages that were handed over or refused: a partition a month, ids taken from the ledger. Written once, and
      -- changed by what is reported of them within the next days. No index mentions what such a report changes, so that
      -- it stays HOT; the months have room for it.
      create table message (
        account_id bigint not null,
        id bigint not null,
        -- When it was to be handed over.
        created_at timestamptz not null,
        campaign_id bigint not null,
        subscriber_id bigint not null,
        contact_id bigint,
        contact_name text,
        number text collate "C" not null,
        sender text,
        gateway_id bigint not null,
        attempt integer not null,
        state text not null,
        -- The provider's word for what went wrong; '' where nothing has.
        code text not null default '',
        -- With everything filled in.
        text text not null,
        encoding text not null,
        segments smallint not null,
        submitted_at timestamptz not null,
        -- When it came to be in its state.
        state_at timestamptz not null,
        delivered_at timestamptz,
        -- Whether receipts may change it yet: then it has rows in message_part.
        awaits boolean not null,
        -- Whether one receipt stands for all of its parts.
        one_report boolean not null default false,
        -- Two letters of ISO 3166-1; '' where the number belongs to no country.
        country text not null default '',
        -- What was said of it, oldest first: [{"at": "2026-…", "state": "sent", "code": …, "part": 1, "detail": …}].
        history jsonb not null default '[]',
        primary key (account_id, id, created_at)
      ) partition by range (created_at);
      create index message_created_idx on message (account_id, created_at desc, id desc);
      create index message_campaign_idx on message (account_id, campaign_id, created_at desc, id desc);
      create index message_subscriber_idx on message (account_id, subscriber_id);
      -- Attempts at a number, for caps on them.
      create index message_number_idx on message (account_id, number, created_at);
      create index message_number_part_idx on message using gin (number gin_trgm_ops);
      -- Whose message somebody replies to.
      create index message_gateway_idx on message (gateway_id, number, created_at desc);
      create table message_default partition of message default with (fillfactor = 70);

      -- What providers know messages by, each part of a long one by itself, for as long as a report may come. A report
      -- names a gateway and no account, hence the key; on a cluster it is spread by gateway. What comes before the
      -- message to which it belongs waits here as well, in a row of no account: both are written to the same row, so
      -- that they cannot miss each other.
      create table message_part (
        gateway_id bigint not null,
        key text collate "C" not null,
        account_id bigint,
        message_id bigint,
        -- The message's; of what waits for one, when it came.
        created_at timestamptz not null,
        -- 1 is the first; 0 is our own name of the whole, by which an answer that came late is told.
        part smallint not null,
        state text not null,
        -- Reports that wait for their message: [{"at": …, "state": …, "code": …}].
        waiting jsonb,
        primary key (gateway_id, key)
      ) with (fillfactor = 70);
      create index message_part_message_idx on message_part (account_id, message_id);
      create index message_part_created_idx on message_part (created_at);

      -- Messages by what has become of them so far: moved from row to row as that is reported.
      create table message_stat (
        account_id bigint not null,
        -- Those that were to be handed over from this instant on, for 15 minutes.
        quarter timestamptz not null check (quarter = date_bin('15 minutes', quarter, 'epoch')),
        campaign_id bigint not null,
        gateway_id bigint not null,
        state text not null,
        code text not null,
        country text not null,
        messages bigint not null,
        segments bigint not null,
        -- From handing over to delivery, added up over those delivered.
        delivery_ms bigint not null,
        primary key (account_id, quarter, campaign_id, gateway_id, state, code, country)
      ) with (fillfactor = 50);
      create index message_stat_campaign_idx on message_stat (account_id, campaign_id, quarter);

      -- Messages of a campaign by attempt and state.
      create table message_attempt_stat (
        account_id bigint not null,
        campaign_id bigint not null,
        attempt integer not null,
        state text not null,
        messages bigint not null,
        primary key (account_id, campaign_id, attempt, state)
      ) with (fillfactor = 50);

      -- What people sent to us. History as messages are: it names nothing that could go.
      create table reply (
        account_id bigint not null,
        id bigint generated always as identity,
        received_at timestamptz not null,
        gateway_id bigint not null,
        -- The provider's id, the same however often it is told.
        external_id text not null,
        -- Who wrote.
        number text collate "C" not null,
        sent_to text not null,
        text text not null,
        -- What was done about it by itself: 'stop' or 'start'; null where it is for a person to read.
        meaning text,
        -- Of the last message to that number over that gateway.
        campaign_id bigint,
        contact_id bigint,
        message_id bigint,
        -- When it was confirmed by a message.
        confirmed_at timestamptz,
        read_at timestamptz,
        primary key (account_id, id)
      );
      create unique index reply_external_key on reply (account_id, gateway_id, external_id);
      create index reply_received_idx on reply (account_id, received_at desc, id desc);
      create index reply_number_idx on reply (account_id, number);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table reply, message_attempt_stat, message_stat, message_part, message;
      delete from kept_since where what = 'messages';
      alter table kept_since drop constraint kept_since_what_check;
      alter table kept_since add constraint kept_since_what_check check (what in ('calls', 'recordings'));
      update subscriber set state = 'completed' where state = 'sent';
      insert into subscriber_count as counted (account_id, campaign_id, state, subscribers)
      select account_id, campaign_id, 'completed', subscribers from subscriber_count where state = 'sent'
      on conflict (account_id, campaign_id, state)
        do update set subscribers = counted.subscribers + excluded.subscribers;
      delete from subscriber_count where state = 'sent';
      alter table subscriber drop constraint subscriber_state_check;
      alter table subscriber add constraint subscriber_state_check
        check (state in ('waiting', 'retry', 'completed', 'failed', 'suppressed', 'removed'));
      alter table opt_out drop column withdrawn_at, drop column withdrawn_by;
      alter table account drop column stop_words, drop column start_words;
      alter table campaign drop column stop_confirmation;
      alter table inflight drop column channel;
    `);
  }
}
