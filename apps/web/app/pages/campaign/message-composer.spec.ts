import {
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import {
  CampaignInput,
  Channel,
  fieldsFor,
  fillIn,
  MessageEncoding,
  type MessagePreviewInput,
  type MessagePreviewView,
  sizeOfMessage,
} from '@belltower/dto';
import { of } from 'rxjs';
import { MessageComposer } from './message-composer';
import { messageSizeWords } from './message-size-words';

const SPEC = fieldsFor(CampaignInput, { channel: Channel.Sms }).find(
  ({ name }) => name === 'message',
)!;
const PEOPLE = [
  { contactId: 1, contactName: 'Maximiliane Oberhuber', first_name: 'Maximiliane' },
  { contactId: 2, contactName: null, first_name: 'François' },
];

/** What the server would say of two people. */
function previewOf({ message }: MessagePreviewInput): MessagePreviewView {
  const samples = PEOPLE.map(({ contactId, contactName, first_name }) => {
    const text = fillIn(message, { first_name });
    const { encoding, segments } = sizeOfMessage(text);
    const number = `+1202555010${contactId}`;
    return { contactId, contactName, number, values: { first_name }, text, encoding, segments };
  });
  return {
    messages: 5_000,
    segments: 5_312,
    unicode: samples.filter(({ encoding }) => encoding === MessageEncoding.Ucs2).length,
    empty: samples.filter(({ segments }) => !segments).length,
    approximate: false,
    samples,
  };
}

@Component({
  selector: 'app-host',
  imports: [MessageComposer],
  template: `<app-message-composer
    [field]="form.message"
    [spec]="spec"
    [placeholders]="[{ name: 'first_name', label: 'First name', variable: false }]"
    [phonebookIds]="phonebooks()"
  />`,
})
class Host {
  readonly spec = SPEC;
  readonly phonebooks = signal([3]);
  readonly content = signal({ message: '' });
  readonly form = form(this.content);
}

describe('the composer of a message', () => {
  let asked: MessagePreviewInput[];

  beforeEach(() => {
    jest.useFakeTimers({ advanceTimers: true });
    asked = [];
    const server = ({ body, url }: HttpRequest<unknown>) => {
      expect(url).toBe('/api/v1/campaigns/message-preview');
      asked.push(body as MessagePreviewInput);
      return of(new HttpResponse({ body: previewOf(body as MessagePreviewInput) }));
    };
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([server]))],
    });
  });
  afterEach(() => jest.useRealTimers());

  async function shown(message = '') {
    const fixture = TestBed.createComponent(Host);
    const host = fixture.componentInstance;
    const element = fixture.nativeElement as HTMLElement;
    const settle = async () => {
      await fixture.whenStable();
      await jest.advanceTimersByTimeAsync(600);
      await fixture.whenStable();
    };
    const type = async (text: string) => {
      const box = element.querySelector('textarea')!;
      box.value = text;
      box.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    };
    const press = async (label: string) => {
      [...element.querySelectorAll('button')]
        .find(({ textContent }) => textContent?.trim().startsWith(label))!
        .click();
      await fixture.whenStable();
    };
    const textOf = (selector: string) => element.querySelector(selector)?.textContent?.trim() ?? '';
    host.content.set({ message });
    await settle();
    return { fixture, host, element, settle, type, press, textOf };
  }

  it('counts with every key, before anybody is asked', async () => {
    const { type, textOf } = await shown();
    for (const text of ['Hello', 'Hello {', 'a'.repeat(161), '10 € for you', 'ça']) {
      await type(text);
      expect(textOf('.size')).toContain(messageSizeWords(sizeOfMessage(text)));
    }
  });

  it('shows it for real people, the longest first, and counts what the one who is shown gets', async () => {
    const { settle, type, press, textOf } = await shown();
    await type('Dear {first_name|friend}, see you.');
    await settle();
    expect(textOf('h3')).toBe('What Maximiliane Oberhuber gets');
    expect(textOf('.bubble')).toBe('Dear Maximiliane, see you.');
    await press('Somebody else');
    expect(textOf('h3')).toBe('What +12025550102 gets');
    expect(textOf('.bubble')).toBe('Dear François, see you.');
    expect(textOf('.size')).toContain(messageSizeWords(sizeOfMessage('Dear François, see you.')));
    expect(textOf('.cost')).toBe('5,000 people get it once: 5,312 segments in all.');
  });

  it('fills in at once what is known, while more is typed', async () => {
    const { type, textOf } = await shown('Dear {first_name}.');
    const before = asked.length;
    await type('Dear {first_name}, until tomorrow.');
    expect(textOf('.bubble')).toBe('Dear Maximiliane, until tomorrow.');
    expect(asked).toHaveLength(before);
  });

  it('names what makes it Unicode, and takes typography out at a press', async () => {
    const { host, element, settle, press, textOf } = await shown('“Sale” – today only');
    expect(textOf('.note')).toContain('“ ” – make it Unicode: 70 characters a segment');
    await press('Use plain quotes and dashes');
    expect(host.content().message).toBe('"Sale" - today only');
    await settle();
    expect(element.querySelector('.note')).toBeNull();
    expect(textOf('.size')).toContain('GSM 7-bit');
  });

  it('does not offer to change words', async () => {
    const { element, textOf } = await shown('ça va 😀');
    expect(textOf('.note')).toContain('ç 😀 make it Unicode');
    expect([...element.querySelectorAll('.note button')]).toEqual([]);
  });

  it('says where values make it Unicode, or leave nothing of it', async () => {
    const { element, settle, type, textOf } = await shown('Dear {first_name}');
    expect(textOf('.note')).toContain('Names or other values make 1 of 5,000 messages Unicode');
    await type('{last_name}');
    await settle();
    expect([...element.querySelectorAll('.note')].at(-1)?.textContent).toContain(
      '2 of 5,000 would be empty, and are not sent',
    );
  });

  it('names what no contact has, as after a slip of the pen', async () => {
    const { element, type, textOf } = await shown('Dear {first_name}, it is {fisrt_name|you}.');
    expect(textOf('.note:last-of-type')).toContain(
      'No contact that was looked at has {fisrt_name}',
    );
    await type('Dear {first_name}.');
    expect(element.textContent).not.toContain('No contact that was looked at');
    await type('Dear {__proto__} {constructor}.');
    expect(element.textContent).toContain('has {__proto__}, {constructor}: its fallback');
    expect(textOf('.bubble')).toBe('Dear.');
  });

  it('stays with the person who was chosen while the text is written on', async () => {
    const { settle, type, press, textOf } = await shown('Dear {first_name}');
    await press('Somebody else');
    await type('Dear {first_name}, until tomorrow');
    await settle();
    expect(textOf('.bubble')).toBe('Dear François, until tomorrow');
  });

  it('asks nobody while it goes to nobody', async () => {
    const { host, settle, type, textOf } = await shown();
    host.phonebooks.set([]);
    asked = [];
    await type('Hello {first_name|friend}');
    await settle();
    expect(asked).toEqual([]);
    expect(textOf('h3')).toBe('What somebody of whom nothing is known gets');
    expect(textOf('.bubble')).toBe('Hello friend');
    host.phonebooks.set([4]);
    await settle();
    expect(asked).toEqual([{ message: 'Hello {first_name|friend}', phonebookIds: [4] }]);
  });
});
