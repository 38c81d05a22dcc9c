/** A step of a scenario, in sipp's XML. */
type Step = string;

export interface Reply {
  headers?: readonly string[];
  /** With a description of its sound: an answer, or early media. */
  sound?: boolean;
  /** A whole line instead of the To with its tag. */
  to?: string;
  /** Repeated until the ACK comes. */
  repeated?: boolean;
  /** Spared where messages are lost: sipp is mute for ever in a call whose first answers were all lost. */
  spared?: boolean;
}

const TAG = ';tag=[pid]SIPpTag01[call_number]';
const CONTACT = 'Contact: <sip:far@[local_ip]:[local_port];transport=[transport]>';
const SOUND = [
  'v=0',
  'o=- 1 1 IN IP[local_ip_type] [local_ip]',
  's=-',
  'c=IN IP[media_ip_type] [media_ip]',
  't=0 0',
  'm=audio [media_port] RTP/AVP 0 96',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:96 telephone-event/8000',
];

export function scenario(...steps: Step[]): string {
  const text = steps.join('\n');
  // sipp refuses a variable that is set and never used.
  const names = new Set([...text.matchAll(/assign_to="(\w+)"/g)].map(([, name]) => name));
  const references = names.size ? `<Reference variables="${[...names].join(',')}"/>` : '';
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="far end">\n${text}\n${references}\n</scenario>\n`;
}

/**
 * Waits for a request. `wanted` patterns have to be found in its headers, such as `{ 'Route:': 'lr' }`; `marks` are
 * set where theirs are found anywhere in it, for steps to depend on.
 */
export function receive(
  method: string,
  {
    wanted = {},
    marks = {},
  }: { wanted?: Record<string, string>; marks?: Record<string, string> } = {},
): Step {
  const caller =
    method === 'INVITE'
      ? '<ereg regexp="[^ ].*" search_in="hdr" header="From:" assign_to="caller"/>'
      : '';
  const checks = Object.entries(wanted).map(
    ([header, pattern], index) =>
      `<ereg regexp="${pattern}" search_in="hdr" header="${header}" check_it="true" assign_to="w${index}"/>`,
  );
  const marked = Object.entries(marks).map(
    ([name, pattern]) =>
      `<ereg regexp="${pattern}" search_in="msg" check_it="false" assign_to="${name}"/>`,
  );
  const routes = method === 'INVITE' ? ' rrs="true"' : '';
  return `<recv request="${method}"${routes}><action>${caller}${[...checks, ...marked].join('')}</action></recv>`;
}

/** Answers the last request. */
export function reply(status: number, reason: string, options: Reply = {}): Step {
  const { headers = [], sound = false, to = `[last_To:]${TAG}`, ...how } = options;
  const lines = [
    `SIP/2.0 ${status} ${reason}`,
    '[last_Via:]',
    '[last_From:]',
    to,
    '[last_Call-ID:]',
    '[last_CSeq:]',
    // Where there is none, the line is left out.
    '[last_Record-Route:]',
    CONTACT,
    ...headers,
  ];
  return send([...lines, ...bodyOf(sound)], how);
}

/** Asks something within the call, and waits for the answer with this status. */
export function ask(
  method: string,
  sequence: number,
  status: number,
  { headers = [], body = [] }: { headers?: readonly string[]; body?: readonly string[] } = {},
): Step {
  const lines = [
    `${method} [next_url] SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'Max-Forwards: 70',
    `From: <sip:far@[local_ip]:[local_port]>${TAG}`,
    'To: [$caller]',
    '[last_Call-ID:]',
    `CSeq: ${sequence} ${method}`,
    CONTACT,
    ...headers,
    'Content-Length: [len]',
    '',
    ...body,
  ];
  return `${send(lines, { repeated: true })}\n<recv response="100" optional="true"/>\n<recv response="${status}"/>`;
}

/** The ACK of the answer to our own INVITE within the call. */
export function acknowledge(sequence: number): Step {
  return send(
    [
      'ACK [next_url] SIP/2.0',
      'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
      'Max-Forwards: 70',
      `From: <sip:far@[local_ip]:[local_port]>${TAG}`,
      'To: [$caller]',
      '[last_Call-ID:]',
      `CSeq: ${sequence} ACK`,
      'Content-Length: 0',
      '',
    ],
    {},
  );
}

export function pause(milliseconds: number): Step {
  return `<pause milliseconds="${milliseconds}"/>`;
}

/** A description that others can offer: this line instead of plain sound. */
export function soundWith(...attributes: string[]): string[] {
  return [...SOUND, ...attributes];
}

function bodyOf(sound: boolean): string[] {
  return sound
    ? ['Content-Type: application/sdp', 'Content-Length: [len]', '', ...SOUND]
    : ['Content-Length: 0', ''];
}

function send(
  lines: readonly string[],
  { repeated, spared }: Pick<Reply, 'repeated' | 'spared'>,
): Step {
  return `<send${repeated ? ' retrans="500"' : ''}${spared ? ' lost="0"' : ''}><![CDATA[\n\n${lines.join('\n')}\n\n]]></send>`;
}
