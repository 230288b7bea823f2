import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { extname } from 'node:path/posix';
import type { Clock } from '../../ports';
import { errors } from '../errors';
import { see } from '../store/reads';
import type { Store } from '../store/store';
import { idKey } from '../store/values';
import { modify, remove } from '../store/writes';
import type { Blobs } from './blobs';

/** Where the records of files live; the SDK cannot name such a collection. */
export const FILE_COLLECTION = '$files';

/** How long an upload may wait for its bytes, in ms. */
const TICKET_MS = 15 * 60_000;

interface FileRecord {
  readonly blob: string;
  readonly size: number;
  /** openid of the client that uploaded it; functions own what has none. */
  readonly owner?: string;
}

/** Leave to upload one file, once. */
export interface Ticket {
  readonly id: string;
  readonly token: string;
  readonly path: string;
  readonly expires: number;
}

export interface FilesOptions {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly env: string;
  /** Address of the server, without a slash at the end. */
  readonly base: () => string;
}

/** Stored files, all private: read by functions, by their owner, or by who holds a link that has not expired. */
export class Files {
  private readonly tickets = new Map<string, Ticket>();
  private readonly secret = randomBytes(32);
  private readonly prefix: string;

  constructor(private readonly options: FilesOptions) {
    this.prefix = `cloud://${options.env}.local-${options.env}/`;
  }

  fileId(path: string): string {
    return this.prefix + path;
  }

  /** The path in a file id of this environment. */
  pathOf(fileId: string): string | undefined {
    return fileId.startsWith(this.prefix) ? fileId.slice(this.prefix.length) : undefined;
  }

  record(path: string): FileRecord | undefined {
    return see(this.options.store.collection(FILE_COLLECTION), idKey(path))?.doc as FileRecord | undefined;
  }

  /** Stores bytes under a path, replacing what is there; durable when it returns. Answers the file id. */
  async put(path: string, bytes: Uint8Array, owner?: string): Promise<string> {
    const { store, blobs } = this.options;
    checkPath(path);
    const before = this.record(path);
    const record: FileRecord = { blob: randomUUID(), size: bytes.length, ...(owner === undefined ? {} : { owner }) };
    await blobs.write(record.blob, bytes);
    await store.single((batch) =>
      modify(
        store,
        { collection: FILE_COLLECTION, condition: { _id: path }, batch },
        { changes: { ...record }, multi: false, replace: true, upsert: true },
      ),
    );
    if (before) await blobs.remove(before.blob);
    return this.fileId(path);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const record = this.record(path);
    return record && this.options.blobs.read(record.blob);
  }

  /** Whether there was such a file. */
  async remove(path: string): Promise<boolean> {
    const { store, blobs } = this.options;
    const record = this.record(path);
    if (!record) return false;
    await store.single((batch) =>
      remove(store, { collection: FILE_COLLECTION, condition: { _id: path }, batch }, false),
    );
    await blobs.remove(record.blob);
    return true;
  }

  ticket(path: string): Ticket {
    checkPath(path);
    const ticket = { id: randomUUID(), token: randomBytes(24).toString('hex'), path, expires: Date.now() + TICKET_MS };
    this.tickets.set(ticket.id, ticket);
    return ticket;
  }

  /** Takes a ticket; it is good for one attempt. */
  redeem(id: string, token: string | undefined): Ticket | undefined {
    const ticket = this.tickets.get(id);
    if (!ticket || token !== ticket.token) return undefined;
    this.tickets.delete(id);
    return ticket.expires >= Date.now() ? ticket : undefined;
  }

  /** A link that opens the file until it expires. @param maxAge seconds, counted by the local clock. */
  link(path: string, maxAge: number): string {
    const expires = Math.floor(this.options.clock.now() / 1000) + maxAge;
    // The SDK runs a link through `encodeURI`: it must have nothing left to encode.
    const name = Buffer.from(path).toString('base64url') + (/^\.\w{1,8}$/.test(extname(path)) ? extname(path) : '');
    return `${this.options.base()}/files/${name}?t=${expires}&sign=${this.sign(path, expires)}`;
  }

  /** The path that a link opens now. @param name last part of its address. */
  open(name: string, query: URLSearchParams): string | undefined {
    const path = Buffer.from(name.replace(/\..*$/, ''), 'base64url').toString();
    const expires = Number(query.get('t'));
    const sign = Buffer.from(query.get('sign') ?? '');
    const right = Buffer.from(this.sign(path, expires));
    if (sign.length !== right.length || !timingSafeEqual(sign, right)) return undefined;
    return expires * 1000 > this.options.clock.now() ? path : undefined;
  }

  private sign(path: string, expires: number): string {
    return createHmac('sha256', this.secret).update(`${path}\n${expires}`).digest('hex');
  }
}

function checkPath(path: string): void {
  const bad =
    path === '' ||
    path.startsWith('/') ||
    path.length > 1024 ||
    path.split('/').some((part) => part === '..' || part === '');
  if (bad) throw errors.invalidParam(`cloud path ${JSON.stringify(path)}`);
}
