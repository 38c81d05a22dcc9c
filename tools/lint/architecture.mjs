/**
 * The architecture: what each layer may import besides itself. Nothing points up. The `layer:` tags of
 * `project.json` say which project is which layer, and lint holds every import against this table.
 */
const below = {
  dto: [],
  'phone-number': ['dto'],
  core: ['dto'],
  telephony: ['core', 'dto'],
  messaging: ['core', 'dto'],
  auth: ['core', 'dto', 'phone-number'],
  testing: ['auth', 'core', 'dto'],
};
const ground = ['auth', 'core', 'dto', 'phone-number'];

below.phonebook = ground;
below.suppression = ground;
below['saved-view'] = ground;
below.audio = [...ground, 'telephony'];
below.gateway = [...ground, 'suppression', 'telephony', 'messaging', 'audio'];
below.reply = [...below.gateway, 'gateway'];
below.contact = [...ground, 'phonebook', 'suppression'];
below.import = [...below.contact, 'contact'];
below.campaign = [...below.contact, 'contact', 'audio', 'gateway'];
below.dialer = [...below.campaign, 'campaign', 'telephony', 'messaging'];
below.report = [...below.dialer, 'dialer'];
below.export = [...below.report, 'report', 'reply'];
below['number-check'] = below.report;
// Reads and erases what every module keeps of one person, and is no part of any.
below.person = [...below.report, 'report'];
// Writes into many tables, as a customer and a dialer would have, and is no part of any.
below.demo = [...below.report, 'report'];
// Programs wire what they are made of; they hold no rule of the domain.
below.app = [
  ...below.demo,
  'demo',
  'import',
  'export',
  'number-check',
  'person',
  'reply',
  'saved-view',
];

below.ui = ['dto'];
below.web = ['ui', 'dto'];

/** The table as `@nx/enforce-module-boundaries` reads it; specs may use `testing` besides. */
export function constraints({ specs }) {
  return Object.entries(below).map(([layer, allowed]) => ({
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: [layer, ...allowed, ...(specs ? ['testing'] : [])].map(
      (name) => `layer:${name}`,
    ),
  }));
}
