import { join } from 'node:path';
import { barriers } from './barriers';
import { expect, test } from './test';

const SAMPLES = join(__dirname, '../../../libs/server/audio/samples');

test('a recording is uploaded, heard, renamed, replaced and deleted', async ({ page }) => {
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Audio' }).click();
  await expect(page.getByRole('heading', { name: 'No recordings yet' })).toBeVisible();
  const chooser = page.locator('input[type=file]').first();
  await chooser.setInputFiles(join(SAMPLES, 'video.mp4'));
  await expect(page.getByRole('alert')).toContainText('This is a video');

  await chooser.setInputFiles(join(SAMPLES, 'stereo.mp3'));
  const row = page.locator('[data-row]');
  await expect(row).toContainText('stereo');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Play stereo' }).click();
  const sound = row.locator('audio');
  await expect
    .poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration))
    .toBeCloseTo(0.627, 1);

  const menu = (item: string) => page.getByRole('menuitem', { name: item });
  await page.getByRole('button', { name: 'Actions for stereo' }).click();
  await menu('Rename').click();
  await page.getByRole('dialog').getByLabel('Name').fill('Greeting');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(row).toContainText('Greeting');

  await page.getByRole('button', { name: 'Actions for Greeting' }).click();
  const choosing = page.waitForEvent('filechooser');
  await menu('Replace the sound').click();
  await (await choosing).setFiles(join(SAMPLES, 'mono-8k.ogg'));
  await expect(page.getByText('“Greeting” has a new sound')).toBeVisible();

  expect(await barriers(page)).toEqual([]);

  await page.getByRole('button', { name: 'Actions for Greeting' }).click();
  await menu('Delete').click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No recordings yet' })).toBeVisible();
});
