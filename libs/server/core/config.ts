import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

const toBoolean = Transform(({ value }) =>
  value === 'true' ? true : value === 'false' ? false : value,
);

/**
 * Everything that can be configured, by environment variable of the same name. Loaded once, frozen, injected;
 * nobody else reads the environment.
 */
export class Config {
  /** `development` lets the start make its own secrets; `production` insists on being given them. */
  @IsIn(['development', 'production', 'test'])
  NODE_ENV: 'development' | 'production' | 'test' = 'development';

  /** Port of the panel and the API. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 8000;

  /** Address to listen on. */
  @IsString()
  HOST = '0.0.0.0';

  /** Where people reach the panel; used in e-mailed links. */
  @Matches(/^https?:\/\/[^\s/]+$/, {
    message: 'PUBLIC_URL must look like https://calls.example.org',
  })
  PUBLIC_URL = 'http://localhost:8000';

  /** PostgreSQL 15 or later. `npm start` without it runs an embedded one. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgres://' })
  DATABASE_URL = '';

  /** A connection for LISTEN and advisory locks where DATABASE_URL goes through a pooler or a cluster; blank: the same. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_DIRECT_URL must start with postgres://' })
  DATABASE_DIRECT_URL?: string;

  /** Most connections of one process. */
  @Type(() => Number)
  @IsInt()
  @Min(4)
  @Max(1_000)
  DATABASE_POOL = 20;

  /** Directory for uploads, the embedded database and the simulator's ledgers. */
  @IsString()
  @MinLength(1)
  DATA_DIR = '.data';

  /** Encrypts gateway secrets; at least 32 characters. */
  @MinLength(32, { message: 'SECRET_KEY must have at least 32 characters' })
  SECRET_KEY = '';

  /** Whether the API process dials too; a fleet sets it to false and runs the dialer on its own. */
  @toBoolean
  @IsBoolean()
  DIALER_IN_PROCESS = true;

  /** Whether an empty installation offers demonstration data. */
  @toBoolean
  @IsBoolean()
  DEMO = true;

  /** SMTP server for invitations and forgotten passwords, for example smtp://user:password@mail.example.org:587; blank: the operator hands out links. */
  @IsOptional()
  @Matches(/^smtps?:\/\//, { message: 'SMTP_URL must start with smtp:// or smtps://' })
  SMTP_URL?: string;

  /** Sender of e-mails. */
  @IsString()
  MAIL_FROM = 'Belltower <belltower@localhost>';

  /** Largest upload of an import, in bytes. */
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  IMPORT_MAX_BYTES = 1_073_741_824;

  /** Whether session cookies are sent over HTTPS only. */
  @toBoolean
  @IsBoolean()
  COOKIE_SECURE = false;

  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
  LOG_LEVEL = 'info';
}

/** The environment is not usable; the message names every bad key. */
export class ConfigError extends Error {}

/** Reads and checks the configuration; a blank variable counts as not set. */
export function loadConfig(
  environment: Record<string, string | undefined> = process.env,
): Readonly<Config> {
  const given = Object.keys(new Config())
    .concat('DATABASE_DIRECT_URL', 'SMTP_URL')
    .filter((key) => environment[key] !== undefined && environment[key] !== '')
    .map((key) => [key, environment[key]]);
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  const problems = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (problems.length) throw new ConfigError(`Configuration:\n  ${problems.join('\n  ')}`);
  return Object.freeze(config);
}
