import { bundle } from '../../../tools/build/bundle.ts';

const [root = '.', directory = 'dist/faults'] = process.argv.slice(2);

// Run by Node itself: a spec's own module loader cannot load the bundler.
await bundle(root, directory, {
  dialer: 'apps/dialer/main.ts',
  'media-worker': 'libs/server/telephony/sip/media-worker.ts',
});
