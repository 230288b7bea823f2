import { afterAll, beforeEach } from 'vitest';
import type { SomeHandlers } from '../../cloudfunctions/_server/kernel/serve';
import { type Backend, NOON, startBackend } from './backend';
import { seedLittleSchool } from './builders';

/** Fills the empty database of a backend. */
type Seed = (backend: Backend) => Promise<unknown>;

/** One backend for all tests of a file. */
export interface SharedBackend extends Backend {
  /** Makes it as new: noon, nothing sent, WeChat's answers the usual ones, the database as seeded. Done before every test. */
  renew(): Promise<void>;
}

/** Fills a backend with the little school of `seedLittleSchool`. */
export const littleSchool: Seed = ({ deps }) => seedLittleSchool(deps.store, deps.vault);

/** Starts the backend of a file, renews it before each of its tests and closes it after the last. Without a seed the database is empty. */
export async function sharedBackend(
  seed: Seed = async () => undefined,
  handlers?: SomeHandlers,
): Promise<SharedBackend> {
  const backend = await startBackend(handlers);
  const renew = async (): Promise<void> => {
    backend.cloud.database.wipe();
    backend.clock.at = NOON;
    backend.sent.length = 0;
    backend.texted.length = 0;
    backend.errcodes.clear();
    backend.verdicts.clear();
    backend.phones.clear();
    await seed(backend);
  };
  beforeEach(renew);
  afterAll(() => backend.close());
  return { ...backend, renew };
}

/** The code with which a call was refused; `done` where it was not. */
export const code = (answer: Promise<unknown>): Promise<string | undefined> =>
  answer.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
