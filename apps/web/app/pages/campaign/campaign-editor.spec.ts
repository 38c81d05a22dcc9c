import {
  HttpRequest,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { provideRouter } from '@angular/router';
import { CampaignInput, CampaignStatus, CampaignView, Channel } from '@belltower/dto';
import { Session } from '@belltower/ui';
import { of } from 'rxjs';
import { CampaignEditor } from './campaign-editor';

const page = (...items: object[]) => ({ items, next: null, total: items.length, estimated: false });
const GATEWAYS: Record<string, object[]> = {
  voice: [{ id: 1, name: 'Trunk' }],
  sms: [{ id: 2, name: 'Texts' }],
};

describe('the form of a campaign', () => {
  let fixture: ComponentFixture<CampaignEditor>;
  let loader: HarnessLoader;
  let sent: CampaignInput[];
  let campaign: CampaignView;
  let gateways: Record<string, object[]>;

  function answerTo({ url, method, params, body }: HttpRequest<unknown>): unknown {
    const path = url.replace('/api/v1/', '');
    if (method === 'POST' && path === 'campaigns') {
      sent.push(body as CampaignInput);
      return { ...campaign, ...(body as object), id: 9 };
    }
    if (path === 'gateways') return page(...(gateways[params.get('channel') ?? ''] ?? []));
    if (path.startsWith('gateways/')) {
      const id = Number(path.slice('gateways/'.length));
      return Object.values(GATEWAYS)
        .flat()
        .find((one) => (one as { id: number }).id === id);
    }
    if (path === 'campaigns/9') return campaign;
    if (path === 'campaigns/placeholders') return [];
    if (path.startsWith('phonebooks/')) return { id: 3, name: 'Members' };
    if (path === 'account') return { callFrom: null, callUntil: null, callDays: [] };
    return page();
  }

  beforeEach(() => {
    sent = [];
    gateways = GATEWAYS;
    campaign = Object.assign(new CampaignView(), { id: 9, name: 'Fair' });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '**', children: [] }]),
        provideHttpClient(
          withInterceptors([(request) => of(new HttpResponse({ body: answerTo(request) }))]),
        ),
      ],
    });
    const session = TestBed.inject(Session);
    jest.spyOn(session, 'timeZone').mockReturnValue('Europe/Madrid');
  });

  async function open(inputs: Record<string, string> = {}): Promise<void> {
    fixture = TestBed.createComponent(CampaignEditor);
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }
  const labels = () =>
    [
      ...(fixture.nativeElement as HTMLElement).querySelectorAll('mat-label, .mdc-label, legend'),
    ].map(({ textContent }) => textContent?.replace(' (required)', '').trim());
  const fieldOf = (label: string) =>
    loader.getHarness(MatFormFieldHarness.with({ floatingLabelText: label }));
  const type = async (label: string, text: string) =>
    (await (await fieldOf(label)).getControl(MatInputHarness))!.setValue(text);
  const choose = async (text: string) => {
    const select = (await (await fieldOf('Channel (required)')).getControl(MatSelectHarness))!;
    await select.clickOptions({ text });
    await fixture.whenStable();
  };
  const save = async () => {
    await (await loader.getHarness(MatButtonHarness.with({ text: 'Create draft' }))).click();
    await fixture.whenStable();
  };

  it('is of calls as long as nobody chooses messages', async () => {
    await open({ phonebookId: '3' });
    expect(labels()).toEqual(
      expect.arrayContaining([
        'Message',
        'Caller ID',
        'Key to opt out',
        'Calls per minute',
        'Ring timeout',
      ]),
    );
    expect(labels()).not.toContain('Answer to STOP');
  });

  it('has fields, words and a gateway of messages where these are chosen, and keeps what is common', async () => {
    await open({ phonebookId: '3' });
    await type('Name (required)', 'Fair');
    await choose('SMS');
    expect(labels()).toEqual(
      expect.arrayContaining(['Text', 'Sender', 'Answer to STOP', 'Messages per minute']),
    );
    for (const gone of ['Recording', 'Key to opt out', 'Caller ID', 'Ring timeout', 'Channels'])
      expect(labels()).not.toContain(gone);
    await type('Text (required)', 'Hello {first_name|friend}');
    await type('Sender', 'Clinic');
    await save();
    expect(sent).toEqual([
      expect.objectContaining({
        ...{ name: 'Fair', channel: Channel.Sms, message: 'Hello {first_name|friend}' },
        ...{ callerId: 'Clinic', gatewayIds: [2], phonebookIds: [3] },
      }),
    ]);
    expect(sent[0]).not.toHaveProperty('optOutKey');
    expect(sent[0]).not.toHaveProperty('ringTimeoutSeconds');
  });

  it('does not send what was typed for the other channel, and has it again where that is chosen again', async () => {
    await open({ phonebookId: '3' });
    await type('Name (required)', 'Fair');
    await type('Key to opt out', 'x');
    await choose('SMS');
    await type('Text (required)', 'Hello');
    await save();
    expect(sent).toHaveLength(1);
    await choose('Voice');
    expect(
      await (await (await fieldOf('Key to opt out')).getControl(MatInputHarness))!.getValue(),
    ).toBe('x');
    await save();
    expect(sent).toHaveLength(1);
  });

  it('says the API’s own words about a sender that is none', async () => {
    await open({ phonebookId: '3' });
    await choose('SMS');
    await type('Sender', 'A name that is too long');
    await save();
    expect(await (await fieldOf('Sender')).getTextErrors()).toEqual([
      expect.stringContaining('Sender must be a phone number, or a name of up to 11 letters'),
    ]);
    expect(sent).toEqual([]);
  });

  it.each([
    ['voice', 'Message', 'Text'],
    ['sms', 'Text', 'Message'],
  ])('asks nobody where all gateways are for %s', async (channel, has, hasNot) => {
    gateways = { [channel]: GATEWAYS[channel]! };
    await open();
    expect(labels()).not.toContain('Channel');
    expect(labels()).toContain(has);
    expect(labels()).not.toContain(hasNot);
  });

  it('keeps the channel of a campaign that there is', async () => {
    Object.assign(campaign, {
      channel: Channel.Sms,
      status: CampaignStatus.Draft,
      gatewayIds: [2],
    });
    await open({ id: '9' });
    expect(labels()).not.toContain('Channel');
    expect(labels()).toEqual(expect.arrayContaining(['Text', 'Answer to STOP']));
  });
});
