import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, configKeys } from './config';

const ROOT = join(__dirname, '..', '..', '..');
const EXAMPLE = readFileSync(join(ROOT, '.env.example'), 'utf8');
const SOURCE = readFileSync(join(__dirname, 'config.ts'), 'utf8');

/** `# words` above `# KEY=value`, or `KEY=value`, for each variable. */
const ENTRIES = [...EXAMPLE.matchAll(/((?:^# .*\n)+)^#? ?([A-Z][A-Z_]+)=(.*)$/gm)].map(
  ([, words = '', key = '', value = '']) => ({
    key,
    value,
    words: words.replace(/^# /gm, '').replace(/\s+/g, ' ').trim(),
  }),
);

describe('.env.example', () => {
  it('holds every variable that is read, in its order, and no other', () => {
    expect(ENTRIES.map(({ key }) => key)).toEqual(configKeys());
  });

  it.each(ENTRIES)('says of $key what the configuration says', ({ key, words, value }) => {
    const [, doc = ''] =
      new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/(?:(?!/\\*\\*)[^])*?\\b${key}\\b[?: =]`).exec(
        SOURCE,
      ) ?? [];
    expect(words).toBe(
      doc
        .replace(/^\s*\* ?/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    const fallback = new Config()[key as keyof Config];
    expect(value).toBe(fallback === undefined ? '' : String(fallback));
  });
});
