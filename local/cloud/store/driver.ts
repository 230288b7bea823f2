import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';

/** One changed document; `bson` is null where it was removed. */
export interface Row {
  readonly collection: string;
  /** `_id` as EJSON. */
  readonly id: string;
  readonly bson: Uint8Array | null;
}

/** Where committed documents rest. `commit` returns when they would survive the death of the process. */
export interface Driver {
  collections(): string[];
  addCollection(name: string): void;
  rows(): { collection: string; bson: Uint8Array }[];
  commit(rows: readonly Row[]): void;
  close(): void;
}

export const memoryDriver = (): Driver => ({
  collections: () => [],
  addCollection: () => undefined,
  rows: () => [],
  commit: () => undefined,
  close: () => undefined,
});

const SCHEMA = `
  create table if not exists collections(name text primary key) without rowid;
  create table if not exists documents(collection text not null, id text not null, bson blob not null, primary key(collection, id)) without rowid;
`;

/**
 * One SQLite file in `dir`, one SQL transaction a commit. WAL with `synchronous=NORMAL`: a killed process loses nothing
 * that was committed (a machine that loses its power may lose the last commits).
 * @throws Error `database in use: …` if a living process has it open.
 */
export function sqliteDriver(dir: string): Driver {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'cloud.db');
  const release = claim(file);
  const db = new sqlite.Database(file);
  db.exec('pragma locking_mode=EXCLUSIVE');
  db.get('pragma journal_mode=WAL');
  db.exec('pragma synchronous=NORMAL');
  db.exec(SCHEMA);
  const put = db.prepare('insert into documents values(?,?,?) on conflict do update set bson=excluded.bson');
  const remove = db.prepare('delete from documents where collection=? and id=?');
  const write = ({ collection, id, bson }: Row) =>
    bson ? put.run([collection, id, bson]) : remove.run([collection, id]);
  return {
    collections: () => db.all('select name from collections').map((row) => String(row.name)),
    addCollection: (name) => void db.run('insert or ignore into collections values(?)', [name]),
    rows: () => db.all('select collection, bson from documents') as { collection: string; bson: Uint8Array }[],
    commit(rows) {
      if (rows.length === 0) return;
      if (rows.length === 1) return void write(rows[0] as Row);
      db.exec('begin immediate');
      try {
        for (const row of rows) write(row);
        db.exec('commit');
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    close() {
      put.finalize();
      remove.finalize();
      db.close();
      release();
    },
  };
}

/** Files that this process has open, by path: its own pid in the claim is then no leftover. */
const open = new Set<string>();

/**
 * Makes this process the only one on the file. node-sqlite3-wasm locks by a directory `<file>.lock`, which a killed process
 * leaves behind; the claim says whose it was, so that a dead one's can be cleared away.
 */
function claim(file: string): () => void {
  const claimFile = `${file}.pid`;
  const owner = existsSync(claimFile) ? readFileSync(claimFile, 'utf8') : undefined;
  if (open.has(file) || (owner !== undefined && isAlive(owner))) throw new Error(`database in use: ${file}`);
  rmSync(claimFile, { force: true });
  rmSync(`${file}.lock`, { recursive: true, force: true });
  writeFileSync(claimFile, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
  open.add(file);
  return () => {
    open.delete(file);
    rmSync(claimFile, { force: true });
  };
}

/** A pid alone is not enough: in a container the next process often gets the same one. */
function isAlive(owner: string): boolean {
  const [pid, start] = owner.split(' ');
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startOf(Number(pid)) === start;
}

/** When a process started, where the system tells (Linux: field 22 of its stat); `-` elsewhere. */
function startOf(pid: number): string {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[19] ?? '-'
    );
  } catch {
    return '-';
  }
}
