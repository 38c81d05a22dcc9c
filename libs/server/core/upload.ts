import busboy from 'busboy';
import type { Request } from 'express';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { Invalid } from './errors';

const LONGEST_NAME = 250;

/** What a form puts around its file, in bytes. */
export const FORM_BYTES = 65_536;

/** A file as it comes in. */
export interface UploadedFile {
  content: Readable;
  /** Its name where it came from; undefined where the request does not tell. */
  name?: string;
}

/**
 * The file in a form, or the body itself.
 * @param area in front of the code of a refusal, for example `import`
 * @throws Invalid `<area>.no-file`
 */
export async function uploadedFile(request: Request, area: string): Promise<UploadedFile> {
  const refusal = (message: string) => new Invalid(`${area}.no-file`, message);
  if (request.is('application/json') || request.is('application/x-www-form-urlencoded')) {
    throw refusal(
      'There is no file in this request: send it as a form (multipart/form-data) or as the body itself.',
    );
  }
  if (!request.is('multipart/form-data')) return { content: request };
  const form = busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { files: 1 } });
  return new Promise((resolve, reject) => {
    const leave = () => {
      if (!request.complete) form.destroy(new Error('The upload was broken off.'));
    };
    // A client that leaves ends the request, but not the form, nor the part that is being read from it.
    if (request.destroyed) leave();
    else request.once('close', leave);
    form.once('file', (_field, content, { filename }) => resolve({ content, name: filename }));
    form.once('close', () => reject(refusal('There is no file in this form.')));
    form.once('error', () => reject(refusal('This form cannot be read: it is not complete.')));
    request.pipe(form);
  });
}

/** A name of a file as it can be kept and shown, without the folders and signs that it came with. */
export function tidyFileName(given: string | undefined, fallback: string): string {
  const name = basename((given ?? '').replaceAll('\\', '/')).replace(/\p{C}/gu, '');
  return name.slice(0, LONGEST_NAME) || fallback;
}
