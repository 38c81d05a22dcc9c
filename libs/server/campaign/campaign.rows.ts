import { DataSource } from 'typeorm';

/** Inserts an empty phonebook, for specs below the API, and answers its id. */
export async function givenPhonebookRow(database: DataSource, accountId: number): Promise<number> {
  const [book] = await database.query<[{ id: number }]>(
    `insert into phonebook (account_id, name) values ($1, 'Book ' || gen_random_uuid()) returning id`,
    [accountId],
  );
  return book.id;
}

export async function givenContact(
  database: DataSource,
  accountId: number,
  phonebookId: number,
  number: string,
  status = 'active',
): Promise<void> {
  await database.query(
    `insert into contact (account_id, phonebook_id, number, raw_number, status) values ($1, $2, $3, $3, $4)`,
    [accountId, phonebookId, number, status],
  );
}

/** Inserts a campaign that may call from now for a long time; `values` by column. */
export async function givenCampaignRow(
  database: DataSource,
  accountId: number,
  phonebookIds: readonly number[],
  values: Record<string, unknown> = {},
): Promise<number> {
  const columns = {
    account_id: accountId,
    name: 'Reminder',
    channel: 'voice',
    message: 'Your appointment is tomorrow.',
    calls_per_minute: 60,
    ring_timeout_seconds: 45,
    max_call_seconds: 1_800,
    max_retries: 0,
    retry_after_seconds: 300,
    retry_on: ['busy', 'no-answer'],
    starts_at: '2026-01-01T00:00:00Z',
    ends_at: '2027-01-01T00:00:00Z',
    hours_from: '00:00',
    hours_until: '24:00',
    week_days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    excluded_dates: [],
    time_zone: 'UTC',
    country_hours: false,
    ...values,
  };
  const names = Object.keys(columns);
  const [campaign] = await database.query<[{ id: number }]>(
    `insert into campaign (${names.join(', ')})
     values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
    Object.values(columns),
  );
  await database.query(
    `insert into campaign_phonebook (account_id, campaign_id, phonebook_id)
     select $1, $2, unnest($3::bigint[])`,
    [accountId, campaign.id, phonebookIds],
  );
  return campaign.id;
}
