import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const browserDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** A digest of the names, sizes and times of the sources and of this runtime: cheap, and another one when anything was saved. */
export function fingerprint(root: string): string {
  const digest = createHash('sha256');
  for (const folder of [root, browserDir]) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      digest.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return digest.digest('hex');
}
