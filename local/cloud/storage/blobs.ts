import { mkdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes by id; an id is written once. */
export interface Blobs {
  write(id: string, bytes: Uint8Array): Promise<void>;
  read(id: string): Promise<Uint8Array | undefined>;
  remove(id: string): Promise<void>;
}

export function memoryBlobs(): Blobs {
  const blobs = new Map<string, Uint8Array>();
  return {
    write: async (id, bytes) => void blobs.set(id, bytes),
    read: async (id) => blobs.get(id),
    remove: async (id) => void blobs.delete(id),
  };
}

export function diskBlobs(dir: string): Blobs {
  mkdirSync(dir, { recursive: true });
  return {
    write: (id, bytes) => writeFile(join(dir, id), bytes),
    read: (id) => readFile(join(dir, id)).catch(() => undefined),
    remove: (id) => rm(join(dir, id), { force: true }),
  };
}
