import { ContactStatus } from '@belltower/dto';

/** A made-up contact. Every number is of a range set aside for fiction. */
export interface DemoContact {
  number: string;
  firstName: string;
  lastName: string;
  email: string;
  city: string;
  country: string;
  status: ContactStatus;
  variables: Record<string, string>;
}

export interface DemoPhonebook {
  name: string;
  description: string;
  contacts: DemoContact[];
}

const FIRST_NAMES =
  'Ada Ben Cleo Dan Elif Finn Gwen Hugo Ines Jon Kai Lena Milo Nora Omar Pia Quin Rosa Sven Tess Uma Vera Wim Yara Zoe'.split(
    ' ',
  );
const LAST_NAMES =
  'Alder Birch Cedar Dale Elm Field Grove Hill Iris Juniper Kestrel Lake Moss North Oak Pine Quill Reed Stone Thorn Underhill Vale Wood Yew'.split(
    ' ',
  );

/** Area codes, each with a hundred numbers from 555-0100 on, and their cities. */
const US_CITIES: readonly (readonly [area: number, city: string])[] = [
  [202, 'Washington'],
  [212, 'New York'],
  [213, 'Los Angeles'],
  [303, 'Denver'],
  [305, 'Miami'],
  [312, 'Chicago'],
  [313, 'Detroit'],
  [404, 'Atlanta'],
  [412, 'Pittsburgh'],
  [415, 'San Francisco'],
  [503, 'Portland'],
  [512, 'Austin'],
  [602, 'Phoenix'],
  [612, 'Minneapolis'],
  [615, 'Nashville'],
  [617, 'Boston'],
  [619, 'San Diego'],
  [702, 'Las Vegas'],
  [713, 'Houston'],
  [718, 'New York'],
  [801, 'Salt Lake City'],
  [816, 'Kansas City'],
  [904, 'Jacksonville'],
  [916, 'Sacramento'],
];

const SIZES = { patients: 1_200, supporters: 1_200, members: 1_000, panel: 800 };
/** Every so many is inactive. */
const INACTIVE_EVERY = 40;

/** The phonebooks of the demonstration, always the same. */
export function demoPhonebooks(): DemoPhonebook[] {
  return [
    {
      name: 'Patients',
      description: 'Everybody with an appointment this season',
      contacts: people(SIZES.patients, 0, (place) => american(place)),
    },
    {
      name: 'Supporters',
      description: 'Volunteers and donors',
      contacts: people(SIZES.supporters, 7, (place) => american(SIZES.patients + place)),
    },
    {
      name: 'Members',
      description: 'Paying members, London branch',
      contacts: people(SIZES.members, 11, (place) => ({
        number: `+44207946${String(place).padStart(4, '0')}`,
        city: 'London',
        country: 'GB',
      })),
    },
    {
      name: 'Survey panel',
      description: 'People who agreed to be asked four times a year',
      contacts: people(SIZES.panel, 17, (place) => ({
        number: `+3319900${String(place).padStart(4, '0')}`,
        city: 'Paris',
        country: 'FR',
      })),
    },
  ];
}

type Place = Pick<DemoContact, 'number' | 'city' | 'country'>;

function american(place: number): Place {
  const [area, city] = US_CITIES[Math.floor(place / 100)]!;
  return {
    number: `+1${area}555${String(100 + (place % 100)).padStart(4, '0')}`,
    city,
    country: 'US',
  };
}

function people(count: number, shift: number, placeOf: (index: number) => Place): DemoContact[] {
  return Array.from({ length: count }, (_, index) => {
    const firstName = FIRST_NAMES[(index + shift) % FIRST_NAMES.length]!;
    const lastName = LAST_NAMES[(index * 5 + shift) % LAST_NAMES.length]!;
    return {
      ...placeOf(index),
      firstName,
      lastName,
      email: `${firstName}.${lastName}.${index}@example.org`.toLowerCase(),
      status: index % INACTIVE_EVERY === 7 ? ContactStatus.Inactive : ContactStatus.Active,
      variables: { reference: `R-${1_000 + index}` },
    };
  });
}
