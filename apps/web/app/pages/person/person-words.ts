import { PERSON_FATE_WORDS, PersonFate, PersonPart, PersonPartView } from '@belltower/dto';
import { counted } from '@belltower/ui';

const WORDS: Readonly<Record<PersonPart, [one: string, many: string]>> = {
  [PersonPart.Contacts]: ['contact', 'contacts'],
  [PersonPart.Campaigns]: ['place in a campaign', 'places in campaigns'],
  [PersonPart.Calls]: ['call', 'calls'],
  [PersonPart.Recordings]: ['recording', 'recordings'],
  [PersonPart.Messages]: ['message', 'messages'],
  [PersonPart.Replies]: ['reply', 'replies'],
  [PersonPart.RejectedRows]: ['rejected row of an import', 'rejected rows of imports'],
  [PersonPart.Mentions]: ['mention', 'mentions'],
  [PersonPart.OptOuts]: ['opt-out', 'opt-outs'],
  [PersonPart.DoNotCall]: ['do-not-call entry', 'do-not-call entries'],
};

/** What becomes of each part, a line for each fate that meets any: `Deleted: 2 contacts, 1 reply.` */
export function fatesInWords(parts: readonly PersonPartView[]): string[] {
  return Object.values(PersonFate).flatMap((fate) => {
    const met = parts.filter((part) => part.fate === fate && part.count > 0);
    if (!met.length) return [];
    const counts = met.map(({ part, count }) => counted(count, ...WORDS[part]));
    return [`${PERSON_FATE_WORDS[fate]}: ${counts.join(', ')}.`];
  });
}

/** What a person is asked before everything goes. */
export function eraseQuestion(parts: readonly PersonPartView[]): string {
  return [
    ...fatesInWords(parts),
    '',
    'What is made anonymous still counts in reports, and names nobody. This cannot be undone.',
  ].join('\n');
}
