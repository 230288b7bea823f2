import { packNpm } from '../pack-npm';
import { packageSizes } from '../sizes';
import { atMost, type Group } from './rows';

const KB = 1024;
const LIMIT_KB = { main: 800, subpackage: 500 } as const;

/** What a phone downloads before it shows anything, and with each feature. */
export const sizes: Group = {
  name: 'sizes',
  title: 'Packages of the Mini Program, as packed for upload',
  async run() {
    await packNpm();
    const packages = await packageSizes();
    return packages.map(({ root, bytes }) =>
      root === ''
        ? atMost(LIMIT_KB.main, 'size: main package', bytes / KB, 'KB')
        : atMost(LIMIT_KB.subpackage, `size: ${root}`, bytes / KB, 'KB'),
    );
  },
};
