import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  getMetadataStorage,
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

  /** Where people reach the panel and providers report; used in links. Blank: http://localhost and the port. */
  @Matches(/^https?:\/\/[^\s/]+$/, {
    message: 'PUBLIC_URL must look like https://calls.example.org',
  })
  PUBLIC_URL = '';

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

  /** Directory for uploads, exports, the embedded database and the simulator's ledgers. */
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

  /** How long a stopping dialer lets running calls go on before it hangs up, in seconds. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(86_400)
  DIALER_DRAIN_SECONDS = 20;

  /** How long a number rests after a call that a lost process left behind, in seconds. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(86_400)
  DIALER_GUARD_SECONDS = 60;

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

  /** Largest upload of a recording, in bytes. */
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(1_073_741_824)
  AUDIO_MAX_BYTES = 134_217_728;

  /** The program of Piper, which speaks like a person; blank: eSpeak NG speaks, where it is installed. */
  @IsString()
  PIPER = '';

  /** Directory of Piper's voices: each an .onnx file with its .onnx.json beside it. */
  @IsString()
  PIPER_VOICES = '.data/voices';

  /** How long the files of exports are kept, in days. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  EXPORT_KEEP_DAYS = 3;

  /** How many months calls are kept after the one in which they were made; totals stay. 0: for ever. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_200)
  CALLS_KEEP_MONTHS = 0;

  /** How many months messages are kept after the one in which they were sent; totals stay. Blank: as calls. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_200)
  MESSAGES_KEEP_MONTHS?: number;

  /** How long what callees have said is kept, in days; never longer than its call. 0: as long as its call. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(36_500)
  RECORDINGS_KEEP_DAYS = 0;

  /** Whether session cookies are sent over HTTPS only. */
  @toBoolean
  @IsBoolean()
  COOKIE_SECURE = false;

  /** How many proxies stand in front, whose word about the caller's address is taken. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10)
  TRUSTED_PROXIES = 0;

  /** Most requests a minute of one user, key or address; 0 is unlimited. */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  RATE_LIMIT_PER_MINUTE = 6_000;

  /** Whether gateways may send requests to private addresses, such as a provider in the same network. */
  @toBoolean
  @IsBoolean()
  OUTBOUND_PRIVATE = false;

  /** Who may read the metrics besides operators: programs on this machine, nobody, or everybody. */
  @IsIn(['local', 'operator', 'public'])
  METRICS_ACCESS: 'local' | 'operator' | 'public' = 'local';

  /** Directory of the built panel. */
  @IsString()
  @MinLength(1)
  PANEL_DIR = 'dist/web';

  /** Least severe lines that are logged. `npm start` shows only warnings unless it is set. */
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
  LOG_LEVEL = 'info';
}

/** The environment is not usable; the message names every bad key. */
export class ConfigError extends Error {}

/** Reads and checks the configuration; a blank variable counts as not set. */
export function loadConfig(
  environment: Record<string, string | undefined> = process.env,
): Readonly<Config> {
  const given = configKeys()
    .filter((key) => environment[key] !== undefined && environment[key] !== '')
    .map((key) => [key, environment[key]]);
  const config = plainToInstance(Config, Object.fromEntries(given), { exposeDefaultValues: true });
  config.PUBLIC_URL ||= `http://localhost:${config.PORT}`;
  const problems = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (config.NODE_ENV === 'production' && isGuessable(config.SECRET_KEY)) {
    problems.push('SECRET_KEY must be random in production, not an example');
  }
  if (problems.length) throw new ConfigError(`Configuration:\n  ${problems.join('\n  ')}`);
  return Object.freeze(config);
}

/** Every variable that is read, in order of declaration. */
export function configKeys(): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Config, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

/** What people write to get past a length check. */
function isGuessable(secret: string): boolean {
  return new Set(secret).size < 12 || /change.?me|secret|example|password|default/i.test(secret);
}
