import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SCRATCH } from './paths';

/** Hash over the contents of the files, in this order; a file that is gone counts as such. */
export function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file).update('\0');
    if (existsSync(file)) hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** A small JSON file under `.local/` that remembers what was last made from what. */
export interface Stamp<Value> {
  read(): Value | undefined;
  write(value: Value): void;
}

export function stamp<Value>(name: string): Stamp<Value> {
  const file = join(SCRATCH, 'stamps', `${name}.json`);
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Value) : undefined),
    write(value) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(value));
    },
  };
}
