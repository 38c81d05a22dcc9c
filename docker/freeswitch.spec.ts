import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = join(__dirname, 'freeswitch');
const main = readFileSync(join(DIRECTORY, 'freeswitch.xml'), 'utf8');
const gateways = readdirSync(join(DIRECTORY, 'gateways')).map((name) =>
  readFileSync(join(DIRECTORY, 'gateways', name), 'utf8'),
);

describe('the configuration of FreeSWITCH', () => {
  it('holds no secret itself: each comes from the environment', () => {
    const secrets = [main, ...gateways].flatMap((text) => [
      ...text.matchAll(/<param name="password" value="([^"]*)"/g),
    ]);
    expect(secrets).toHaveLength(2);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\$\{\w+\}$/);
    for (const [, value] of secrets) {
      const name = value!.slice(3, -1);
      const given = `cmd="env-set" data="${name}=$${name.toUpperCase()}"`;
      expect([main, ...gateways].join('\n')).toContain(given);
    }
  });

  it('lets nobody command the switch but those who are named', () => {
    expect(main).toContain('<param name="apply-inbound-acl" value="belltower"/>');
    expect(main).toMatch(/<list name="belltower" default="deny">/);
  });

  it('closes what it opens', () => {
    for (const text of [main, ...gateways]) {
      const open: string[] = [];
      const tags = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '');
      for (const [, end, name, alone] of tags.matchAll(/<(\/?)([\w-]+)[^<>]*?(\/?)>/g)) {
        if (alone) continue;
        if (end) expect(open.pop()).toBe(name);
        else open.push(name!);
      }
      expect(open).toEqual([]);
    }
  });
});
