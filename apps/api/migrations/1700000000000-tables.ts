import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables. Those of a customer's data have `account_id` first in every key, so that ownership
 * is enforced by PostgreSQL and the same schema can be distributed by it.
 */
export class Tables1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create extension if not exists pg_trgm;

      -- Platform tables: small, rarely written, the only ones with keys unique over all accounts.

      create table account (
        id bigint generated always as identity primary key,
        name text not null,
        default_country text not null,
        time_zone text not null,
        status text not null default 'active' check (status in ('active', 'suspended')),
        demo boolean not null default false,
        may_add_gateways boolean not null default false,
        max_calls_per_minute integer,
        max_channels integer,
        max_campaigns integer,
        max_subscribers_per_campaign integer,
        max_contacts integer,
        max_retries integer,
        max_ring_timeout_seconds integer,
        max_call_seconds integer,
        max_messages_per_minute integer,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create table "user" (
        id bigint generated always as identity primary key,
        account_id bigint not null,
        name text not null,
        email text not null,
        role text not null check (role in ('owner', 'manager', 'viewer')),
        operator boolean not null default false,
        password_hash text,
        last_seen_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index user_email_key on "user" (lower(email));
      create index user_account_idx on "user" (account_id);

      create table session (
        token_hash text primary key,
        user_id bigint not null,
        account_id bigint not null,
        user_agent text,
        address text,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      create index session_user_idx on session (user_id);

      create table one_time_token (
        token_hash text primary key,
        purpose text not null check (purpose in ('set-up', 'invite', 'reset')),
        user_id bigint,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      );

      create table api_key (
        id bigint generated always as identity primary key,
        account_id bigint not null,
        created_by bigint not null,
        name text not null,
        role text not null check (role in ('owner', 'manager', 'viewer')),
        operator boolean not null default false,
        prefix text not null,
        token_hash text not null unique,
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz not null default now()
      );
      create index api_key_account_idx on api_key (account_id);

      create table gateway (
        id bigint generated always as identity primary key,
        owner_account_id bigint,
        name text not null,
        channel text not null check (channel in ('voice', 'sms')),
        driver text not null,
        settings jsonb not null default '{}',
        secrets text,
        channels integer not null,
        calls_per_second double precision not null,
        strip_prefix text,
        add_prefix text,
        allowed_prefixes text[] not null default '{}',
        caller_id text,
        max_ring_timeout_seconds integer,
        enabled boolean not null default true,
        status text not null default 'unknown' check (status in ('up', 'down', 'unknown')),
        status_detail text,
        checked_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      -- One row a dialing process; a row whose beat is old belongs to a dead one.
      create table dialer (
        id uuid primary key,
        host text not null,
        pid integer not null,
        leader boolean not null default false,
        started_at timestamptz not null,
        beat_at timestamptz not null
      );

      -- What the leading dialer sees, rewritten every second; worthless after a restart, hence unlogged.
      create unlogged table gateway_gauge (
        gateway_id bigint primary key,
        channels_in_use integer not null,
        calls_last_second double precision not null,
        backed_off_until timestamptz,
        detail jsonb not null default '{}',
        at timestamptz not null
      );

      -- Tables of customers' data.

      create table gateway_grant (
        account_id bigint not null,
        gateway_id bigint not null,
        created_at timestamptz not null default now(),
        primary key (account_id, gateway_id)
      );

      create table audit (
        account_id bigint not null,
        id bigint generated always as identity,
        at timestamptz not null,
        user_id bigint,
        user_name text,
        action text not null,
        entity text not null,
        entity_id bigint,
        detail jsonb not null default '{}',
        primary key (account_id, id)
      );
      create index audit_entity_idx on audit (account_id, entity, entity_id, at desc, id desc);

      create table phonebook (
        account_id bigint not null,
        id bigint generated always as identity,
        name text not null,
        description text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      create unique index phonebook_name_key on phonebook (account_id, lower(name));

      -- Contacts of a phonebook, counted in the transactions that change them.
      create table phonebook_size (
        account_id bigint not null,
        phonebook_id bigint not null,
        active_contacts bigint not null default 0,
        all_contacts bigint not null default 0,
        primary key (account_id, phonebook_id)
      ) with (fillfactor = 50);

      create table contact (
        account_id bigint not null,
        id bigint generated always as identity,
        phonebook_id bigint not null,
        number text collate "C" not null,
        raw_number text not null,
        first_name text,
        last_name text,
        status text not null default 'active' check (status in ('active', 'inactive')),
        email text,
        unit_number text,
        address text,
        city text,
        state text,
        postcode text,
        country text,
        time_zone text,
        notes text,
        variables jsonb not null default '{}',
        import_id bigint,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      create unique index contact_number_key on contact (account_id, phonebook_id, number);
      create index contact_created_idx on contact (account_id, created_at desc, id desc);
      create index contact_number_part_idx on contact using gin (number gin_trgm_ops);

      create table suppression_list (
        account_id bigint not null,
        id bigint generated always as identity,
        name text not null,
        everywhere boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      create unique index suppression_list_name_key on suppression_list (account_id, lower(name));

      create table suppression (
        account_id bigint not null,
        id bigint generated always as identity,
        list_id bigint not null,
        number text collate "C" not null,
        reason text,
        source text not null,
        created_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      -- The number before the list: the claim asks for one number on any of several lists.
      create unique index suppression_number_key on suppression (account_id, number, list_id);

      -- Facts, never changed or deleted: who asked not to be reached again, when and how.
      create table opt_out (
        account_id bigint not null,
        id bigint generated always as identity,
        number text collate "C" not null,
        channel text not null check (channel in ('voice', 'sms')),
        source text not null,
        campaign_id bigint,
        created_at timestamptz not null default now(),
        primary key (account_id, id)
      );
      create index opt_out_number_idx on opt_out (account_id, number, channel);

      create table campaign (
        account_id bigint not null,
        id bigint generated always as identity,
        name text not null,
        description text,
        channel text not null check (channel in ('voice', 'sms')),
        caller_id text,
        caller_name text,
        message text not null,
        opt_out_key text,
        calls_per_minute integer not null check (calls_per_minute > 0),
        channels integer,
        ring_timeout_seconds integer not null,
        max_call_seconds integer not null,
        max_retries integer not null,
        retry_after_seconds integer not null,
        retry_on text[] not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        hours_from text collate "C" not null,
        hours_until text collate "C" not null,
        week_days text[] not null,
        excluded_dates text[] not null,
        time_zone text not null,
        status text not null default 'draft'
          check (status in ('draft', 'running', 'paused', 'stopped', 'finished', 'expired')),
        started_at timestamptz,
        ended_at timestamptz,
        deleted_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (account_id, id),
        check (starts_at < ends_at)
      );
      create index campaign_created_idx on campaign (account_id, created_at desc, id desc);
      create index campaign_running_idx on campaign (account_id, id) where status = 'running';

      create table campaign_phonebook (
        account_id bigint not null,
        campaign_id bigint not null,
        phonebook_id bigint not null,
        primary key (account_id, campaign_id, phonebook_id)
      );
      create index campaign_phonebook_idx on campaign_phonebook (account_id, phonebook_id);

      create table campaign_gateway (
        account_id bigint not null,
        campaign_id bigint not null,
        gateway_id bigint not null,
        position integer not null,
        primary key (account_id, campaign_id, gateway_id)
      );

      create table campaign_suppression_list (
        account_id bigint not null,
        campaign_id bigint not null,
        list_id bigint not null,
        primary key (account_id, campaign_id, list_id)
      );

      -- What the leading dialer sees of a running campaign, rewritten every second.
      create unlogged table campaign_gauge (
        account_id bigint not null,
        campaign_id bigint not null,
        in_flight integer not null,
        calls_last_minute integer not null,
        held_by text,
        held_until timestamptz,
        at timestamptz not null,
        primary key (account_id, campaign_id)
      );

      -- No index mentions state, attempts or next attempt, so that the update after each attempt stays HOT.
      create table subscriber (
        account_id bigint not null,
        id bigint generated always as identity,
        campaign_id bigint not null,
        contact_id bigint,
        number text collate "C" not null,
        state text not null default 'waiting'
          check (state in ('waiting', 'retry', 'completed', 'failed', 'suppressed', 'removed')),
        attempts integer not null default 0,
        last_attempt_at timestamptz,
        -- Equal to the queue's row, which it makes reachable by primary key; null while not queued.
        next_attempt_at timestamptz,
        disposition text,
        created_at timestamptz not null default now(),
        primary key (account_id, id)
      ) with (fillfactor = 80);
      create unique index subscriber_number_key on subscriber (account_id, campaign_id, number);

      -- Subscribers of a campaign by state, counted in the transactions that change them.
      create table subscriber_count (
        account_id bigint not null,
        campaign_id bigint not null,
        state text not null,
        subscribers bigint not null,
        primary key (account_id, campaign_id, state)
      ) with (fillfactor = 50);

      -- The queue: its primary key is the claim's index, and it has no other.
      create table due (
        account_id bigint not null,
        campaign_id bigint not null,
        next_attempt_at timestamptz not null,
        subscriber_id bigint not null,
        contact_id bigint,
        number text collate "C" not null,
        attempts integer not null default 0,
        primary key (account_id, campaign_id, next_attempt_at, subscriber_id)
      );

      -- The ledger of what is on the wire, committed before a call is placed.
      create table inflight (
        account_id bigint not null,
        id bigint generated always as identity,
        campaign_id bigint not null,
        subscriber_id bigint not null,
        contact_id bigint,
        number text collate "C" not null,
        caller_id text,
        gateway_id bigint not null,
        attempt integer not null,
        dialer_id uuid not null,
        created_at timestamptz not null,
        primary key (account_id, id)
      );

      -- History: insert only, a partition a month, ids taken from the ledger.
      create table call (
        account_id bigint not null,
        id bigint not null,
        created_at timestamptz not null,
        campaign_id bigint not null,
        subscriber_id bigint not null,
        contact_id bigint,
        contact_name text,
        number text collate "C" not null,
        caller_id text,
        gateway_id bigint not null,
        attempt integer not null,
        disposition text not null,
        ring_seconds integer not null,
        talk_seconds integer not null,
        sip_status integer,
        q850 integer,
        digits text,
        timeline jsonb not null default '[]',
        ended_at timestamptz not null,
        primary key (account_id, id, created_at)
      ) partition by range (created_at);
      create index call_created_idx on call (account_id, created_at desc, id desc);
      create index call_subscriber_idx on call (account_id, subscriber_id);
      create table call_default partition of call default;

      create table call_stat_hourly (
        account_id bigint not null,
        hour timestamptz not null,
        campaign_id bigint not null,
        gateway_id bigint not null,
        disposition text not null,
        calls bigint not null,
        ring_seconds bigint not null,
        talk_seconds bigint not null,
        primary key (account_id, hour, campaign_id, gateway_id, disposition)
      ) with (fillfactor = 50);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table call_stat_hourly, call, inflight, due, subscriber_count, subscriber, campaign_gauge,
        campaign_suppression_list, campaign_gateway, campaign_phonebook, campaign, opt_out,
        suppression, suppression_list, contact, phonebook_size, phonebook, audit, gateway_grant,
        gateway_gauge, dialer, gateway, api_key, one_time_token, session, "user", account;
    `);
  }
}
