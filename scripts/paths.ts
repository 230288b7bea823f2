import { join } from 'node:path';

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..');
/** What the scripts make and may be thrown away. */
export const SCRATCH = join(ROOT, '.local');
export const MINIPROGRAM = join(ROOT, 'miniprogram');

/** Is this module the one that Node was asked to run? */
export const isMain = (meta: ImportMeta): boolean => process.argv[1] === meta.filename;
