import { HarnessLoader } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { provideRouter } from '@angular/router';
import { Channel, GatewayInput, GatewayView } from '@belltower/dto';
import { ApiProblem } from '@belltower/ui';
import { GatewayForm } from './gateway-form';

describe('the form of a gateway', () => {
  let fixture: ComponentFixture<GatewayForm>;
  let loader: HarnessLoader;
  let saved: GatewayInput | null;

  async function shown(gateway?: GatewayView): Promise<void> {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    saved = null;
    fixture = TestBed.createComponent(GatewayForm);
    fixture.componentRef.setInput('gateway', gateway);
    fixture.componentRef.setInput('save', async (input: GatewayInput) => {
      saved = input;
      return new GatewayView();
    });
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }
  const select = async (label: string) => {
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: new RegExp(`^${label}`) }),
    );
    return (await field.getControl(MatSelectHarness))!;
  };
  const choose = async (label: string, option: string) => {
    const one = await select(label);
    await one.open();
    await one.clickOptions({ text: option });
    await fixture.whenStable();
  };
  const type = async (label: string, text: string) => {
    const field = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: new RegExp(`^${label}`) }),
    );
    await (await field.getControl(MatInputHarness))!.setValue(text);
  };
  const labels = () => fixture.nativeElement.textContent as string;
  const save = async () => {
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    buttons.find(({ type: kind }) => kind === 'submit')!.click();
    await fixture.whenStable();
  };

  it('offers the drivers of the channel, and speaks of what it carries', async () => {
    await shown();
    expect(labels()).toContain('Calls per second');
    expect(labels()).toContain('Shortest ring timeout');
    await type('Name', 'Centre');
    await choose('Channel', 'SMS');
    const drivers = await select('Driver');
    await drivers.open();
    const options = await Promise.all((await drivers.getOptions()).map((one) => one.getText()));
    expect(options).toEqual(['Simulator', 'HTTP', 'SMPP']);
    await drivers.clickOptions({ text: 'SMPP' });
    await fixture.whenStable();
    expect(labels()).toContain('Messages per second');
    expect(labels()).toContain('Own sender');
    expect(labels()).not.toContain('ring timeout');
    await type('Host', 'smpp.example.org');
    await type('System id', 'belltower');
    await type('Own sender', 'Clinic');
    await save();
    expect(saved).toMatchObject({
      ...{ name: 'Centre', channel: 'sms', driver: 'smpp', callerId: 'Clinic' },
      settings: { host: 'smpp.example.org', systemId: 'belltower', port: 2775 },
    });
    expect(saved!.settings).not.toHaveProperty('answered');
  });

  it('fills in the settings of a provider, with a secret for its reports', async () => {
    await shown();
    await choose('Channel', 'SMS');
    await choose('Driver', 'HTTP');
    await type('Name', 'Twilio');
    await type('User', 'AC1');
    await choose('Fill in for', 'Twilio');
    expect(labels()).toContain('User: Account SID. Password: Auth token.');
    expect(labels()).toContain('A secret for its reports has been made.');
    await save();
    expect(saved).toMatchObject({
      ...{ name: 'Twilio', channel: 'sms', driver: 'http' },
      settings: {
        user: 'AC1',
        idPath: 'sid',
        statePath: 'MessageStatus',
        webhookSecret: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
    });
  });

  it('shows numbers of which there are several or which are chosen, and gives them back as numbers', async () => {
    const settings = { url: 'https://api.example.org/send', busyStatuses: [429, 503] };
    const http = Object.assign(new GatewayView(), {
      ...{ id: 7, name: 'Provider', channel: Channel.Sms, driver: 'http', settings },
    });
    await shown(http);
    const busy = await loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: /^Statuses without room/ }),
    );
    const typed = (await busy.getControl(MatInputHarness))!;
    expect(await typed.getValue()).toBe('429, 503');
    const write = async (text: string) => {
      await typed.setValue(text);
      await (await typed.host()).dispatchEvent('change');
      await typed.blur();
    };
    expect(labels()).not.toContain('Statuses without room (required)');
    await write('401 503;abc');
    await save();
    expect(saved).toBeNull();
    expect(labels()).toContain(
      'each of Statuses without room must be an HTTP status from 300 to 599',
    );
    await write('401 503');
    await save();
    expect(saved!.settings['busyStatuses']).toEqual([401, 503]);
    await choose('Driver', 'SMPP');
    expect(await (await select('Code of GSM 7-bit')).getValueText()).toBe('0, the usual');
    await choose('Code of GSM 7-bit', '1');
    await type('Host', 'smpp.example.org');
    await type('System id', 'belltower');
    await save();
    expect(saved!.settings).toMatchObject({ gsmDataCoding: 1 });
  });

  it('keeps what is typed when the page reads the gateway again', async () => {
    const gateway = Object.assign(new GatewayView(), {
      ...{ id: 7, version: 'one', name: 'Provider', channel: Channel.Sms, driver: 'http' },
      settings: { url: 'https://api.example.org/send', method: 'POST' },
    });
    await shown(gateway);
    await type('Name', 'Another name');
    const checked = Object.assign(new GatewayView(), gateway, { statusDetail: 'It answers' });
    fixture.componentRef.setInput('gateway', checked);
    await fixture.whenStable();
    await save();
    expect(saved).toMatchObject({ name: 'Another name' });
  });

  it('tells whoever saves second, keeps what both typed, and saves it then', async () => {
    const settings = { url: 'https://api.example.org/send', method: 'POST' };
    const gateway = Object.assign(new GatewayView(), {
      ...{ id: 7, version: 'one', name: 'Provider', channel: Channel.Sms, driver: 'http' },
      ...{ callsPerSecond: 10, settings },
    });
    const theirs = Object.assign(new GatewayView(), gateway, {
      ...{ version: 'two', callsPerSecond: 25 },
      settings: { ...settings, url: 'https://api.example.org/v2/send' },
    });
    const asked: [string, string | undefined][] = [];
    await shown(gateway);
    fixture.componentRef.setInput('reread', async () => theirs);
    fixture.componentRef.setInput('save', async (input: GatewayInput, version?: string) => {
      asked.push([input.name, version]);
      if (version === 'one') throw new ApiProblem(409, 'gateway.changed-meanwhile', 'No');
      saved = input;
      return theirs;
    });
    await type('Name', 'Mine');
    await save();
    expect(saved).toBeNull();
    expect(labels()).toContain(
      'What you typed is kept, what they changed is filled in: Messages per second, Address.',
    );
    await save();
    expect(asked).toEqual([
      ['Mine', 'one'],
      ['Mine', 'two'],
    ]);
    expect(saved).toMatchObject({
      ...{ name: 'Mine', callsPerSecond: 25 },
      settings: { url: 'https://api.example.org/v2/send' },
    });
  });

  it('leaves the channel of a gateway that there is, and secrets that are not typed', async () => {
    const gateway = Object.assign(new GatewayView(), {
      ...{ id: 7, name: 'Provider', channel: Channel.Sms, driver: 'http' },
      settings: { url: 'https://api.example.org/send', method: 'POST' },
      secretsKept: ['password', 'webhookSecret'],
    });
    await shown(gateway);
    expect(await (await select('Channel')).isDisabled()).toBe(true);
    await choose('Fill in for', 'Vonage (Nexmo)');
    expect(labels()).not.toContain('A secret for its reports');
    await save();
    expect(saved).toMatchObject({ channel: 'sms', driver: 'http', name: 'Provider' });
    expect(saved!.settings).not.toHaveProperty('password');
    expect(saved!.settings).not.toHaveProperty('webhookSecret');
  });
});
