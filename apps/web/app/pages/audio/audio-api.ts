import { HttpClient, HttpEvent, HttpEventType } from '@angular/common/http';
import { inject } from '@angular/core';
import { AudioInput, AudioQuery, AudioView, VoiceTrialInput, VoiceView } from '@belltower/dto';
import { API_ROOT, ResourceApi } from '@belltower/ui';
import { filter, firstValueFrom, map, Observable, tap } from 'rxjs';

/** What a file chooser offers first; what is in a file decides. */
export const AUDIO_FILES = 'audio/*,.wav,.mp3,.ogg,.oga,.opus,.flac';

/** The account's recordings, and how texts sound. */
export class AudioApi extends ResourceApi<AudioInput, AudioView, AudioQuery> {
  private readonly requests = inject(HttpClient);

  constructor() {
    super({
      route: 'audio',
      input: AudioInput,
      view: AudioView,
      query: AudioQuery,
      one: 'recording',
      many: 'recordings',
      write: 'audio.write',
    });
  }

  /** Sends a file as it is; `progressed` is told which part (0 to 1) has left. */
  upload(file: File, progressed: (part: number) => void): Promise<AudioView> {
    const url = this.url('', { fileName: file.name });
    return whole(this.requests.post<AudioView>(url, file, SENDING), file, progressed);
  }

  /** Puts a file in the place of a recording's sound. */
  replaceSound(id: number, file: File, progressed: (part: number) => void): Promise<AudioView> {
    const url = this.url(`${id}/sound`, { fileName: file.name });
    return whole(this.requests.put<AudioView>(url, file, SENDING), file, progressed);
  }

  /** Where the sound can be played from; another one after it was replaced. */
  soundUrl({ id, sha256 }: Pick<AudioView, 'id' | 'sha256'>): string {
    return this.url(`${id}/sound`, { v: sha256.slice(0, 12) });
  }

  voices(): Promise<VoiceView[]> {
    return firstValueFrom(this.requests.get<VoiceView[]>(`${API_ROOT}/voices`));
  }

  /** A text as a call would say it. */
  listen(input: VoiceTrialInput): Promise<Blob> {
    const url = `${API_ROOT}/voices/listen`;
    return firstValueFrom(this.requests.post(url, input, { responseType: 'blob' }));
  }
}

const SENDING = {
  headers: { 'content-type': 'application/octet-stream' },
  observe: 'events',
  reportProgress: true,
} as const;

function whole<T>(
  events: Observable<HttpEvent<T>>,
  file: File,
  progressed: (part: number) => void,
): Promise<T> {
  return firstValueFrom(
    events.pipe(
      tap((event) => {
        if (event.type === HttpEventType.UploadProgress)
          progressed(event.loaded / (event.total ?? file.size));
      }),
      filter((event) => event.type === HttpEventType.Response),
      map((event) => event.body!),
    ),
  );
}
