import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { AudioView } from '@belltower/dto';
import { Session } from '@belltower/ui';
import { AudioPicker } from './audio-picker';

const RECORDING = Object.assign(new AudioView(), {
  id: 7,
  name: 'Greeting',
  seconds: 75,
  sha256: 'abcdef0123456789',
});

/** Lets answers arrive; the page is not stable while requests are under way. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    TestBed.tick();
    await new Promise((resolve) => setTimeout(resolve));
  }
  TestBed.tick();
}

async function shown({ mayWrite = true } = {}) {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      { provide: Session, useValue: { can: () => mayWrite } },
    ],
  });
  const fixture = TestBed.createComponent(AudioPicker);
  fixture.componentRef.setInput('value', null);
  await settle();
  const http = TestBed.inject(HttpTestingController);
  const element = fixture.nativeElement as HTMLElement;
  const choose = (name: string) => {
    const input = element.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { value: [new File(['sound'], name)] });
    // Chrome's, which tests do not have, forgets the file when its value is emptied.
    Object.defineProperty(input, 'value', { value: '', writable: true });
    input.dispatchEvent(new Event('change'));
  };
  return { fixture, http, element, choose };
}

describe('a recording that is picked', () => {
  it('is uploaded on the spot, and then is what is chosen and can be heard', async () => {
    const { fixture, http, element, choose } = await shown();
    choose('greeting.mp3');
    await settle();
    expect(element.textContent).toContain('Uploading greeting.mp3');
    http.expectOne('/api/v1/audio?fileName=greeting.mp3').flush(RECORDING);
    await settle();
    http.expectOne('/api/v1/audio/7').flush(RECORDING);
    await settle();
    expect(fixture.componentInstance.value()).toBe(7);
    expect(element.querySelector('audio')!.src).toContain('/api/v1/audio/7/sound?v=abcdef012345');
    expect(element.textContent).toContain('1:15');
  });

  it('says why a file was not taken', async () => {
    const { fixture, http, element, choose } = await shown();
    choose('film.mp4');
    await settle();
    const problem = { code: 'audio.video', detail: 'This is a video.' };
    http
      .expectOne('/api/v1/audio?fileName=film.mp4')
      .flush(problem, { status: 422, statusText: 'Not valid' });
    await settle();
    expect(element.querySelector('[role=alert]')!.textContent).toContain(
      'film.mp4: This is a video.',
    );
    expect(fixture.componentInstance.value()).toBeNull();
  });

  it('is not uploaded by somebody who may only look', async () => {
    const { element } = await shown({ mayWrite: false });
    expect(element.textContent).not.toContain('Upload');
  });
});
