/**
 * The voice of a letter: uploaded by a phone, checked by WeChat, then sealed with a key of its own and the upload taken away. Cut off anywhere,
 * the next run goes on: the key is written down before the file, the file lies under the letter's name, and the upload goes last.
 */
import type { MediaState } from '../../../miniprogram/shared/domain/media';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { sealFile } from '../data/crypto';
import type { Letter, LetterSealed, MediaCheck } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { newVoiceKey, voiceKey } from './inside';
import { toldOf } from './messages';

type Needs = Pick<Deps, 'store' | 'files' | 'letterVault' | 'now' | 'schoolOf' | 'wake'>;

const AT_ONCE = 50;
/** So long an upload that cannot be read is tried again. */
const PATIENCE_MS = 72 * 3_600_000;

/** Takes down what WeChat's check said of a voice; what follows is the job's. */
export async function judgeLetter(tx: Transaction, { refId, fileId }: MediaCheck, state: MediaState): Promise<void> {
  const letter = await tx.get('letters', refId);
  if (letter?.state !== 'checking' || letter.voice?.upload !== fileId) return;
  if (state === 'shown') await tx.update('letters', refId, { set: { todo: 'seal' } });
  if (state === 'held') await tx.update('letters', refId, { set: { state: 'held', todo: 'clean' } });
}

/** Has the job see to it right away. */
export const seeToLetter = ({ wake }: Pick<Deps, 'wake'>, id: string): Promise<void> => wake({ job: 'letters', id });

/** All voices with which something is to be done; for the timer. Answers how many. */
export async function tendVoices(deps: Needs & Pick<Deps, 'log'>, until: number): Promise<number> {
  const due = await deps.store.list('letters', { where: { todo: { in: ['seal', 'clean'] } }, limit: AT_ONCE });
  await oneByOne(deps, due, until, ({ _id }) => tendVoice(deps, _id));
  return due.length;
}

/** Does what is to be done with the voice of one letter. May be repeated, and two may do it at once. */
export async function tendVoice(deps: Needs, id: string): Promise<void> {
  const letter = await deps.store.get('letters', id);
  if (letter?.todo === 'seal') await seal(deps, letter);
  const then = await deps.store.get('letters', id);
  if (then?.todo === 'clean') await clean(deps, then);
}

async function seal(deps: Needs, letter: Letter): Promise<void> {
  const { store, files } = deps;
  const upload = letter.voice?.upload;
  if (!upload) return;
  const bytes = await files.read(upload).catch((error: unknown) => {
    if (deps.now() < letter.at + PATIENCE_MS) throw error;
    return null;
  });
  if (bytes === null || bytes.length > LIMITS.letterVoiceBytes) {
    await store.updateWhere('letters', { _id: letter._id, todo: 'seal' }, { set: { state: 'held', todo: 'clean' } });
    return;
  }
  const key = await keyFor(deps, letter._id);
  if (!key) return;
  const fileId = await files.write(`letters/${letter._id}`, sealFile(voiceKey(deps, key), bytes));
  const isKept = await deliver(deps, letter, fileId);
  // Taken back or erased meanwhile: nobody names the file any more.
  if (!isKept) await removeUnnamed(deps, letter._id, fileId);
}

/** The key of a letter's voice, made once: whoever seals it again uses the same. */
const keyFor = ({ store, ...deps }: Needs, id: string): Promise<LetterSealed | null> =>
  store.transact(async (tx) => {
    const letter = await tx.get('letters', id);
    if (letter?.todo !== 'seal' || !letter.voice) return null;
    if (letter.voice.key) return letter.voice.key;
    const key = newVoiceKey(deps);
    await tx.update('letters', id, { set: { 'voice.key': key } });
    return key;
  });

async function deliver(deps: Needs, { _id, schoolId, adultId }: Letter, fileId: string): Promise<boolean> {
  const { store, now } = deps;
  const [adult, school] = await Promise.all([store.get('familyMembers', adultId), deps.schoolOf(schoolId)]);
  const delivered = await store.transact(async (tx) => {
    const letter = await tx.get('letters', _id);
    if (!letter?.voice) return { kept: false, told: false };
    if (letter.todo !== 'seal') return { kept: letter.voice.fileId === fileId, told: false };
    await tx.update('letters', _id, { set: { 'voice.fileId': fileId, state: 'waiting', todo: 'clean' } });
    const messages = adult ? toldOf(letter, adult, school.name, now()) : [];
    if (messages.length > 0) await tx.insert('outbox', messages);
    return { kept: true, told: messages.length > 0 };
  });
  if (delivered.told) await deps.wake();
  return delivered.kept;
}

async function removeUnnamed({ store, files }: Needs, id: string, fileId: string): Promise<void> {
  const letter = await store.get('letters', id);
  if (letter?.voice?.key == null) await files.remove(fileId);
}

/** Takes away the upload, and of a letter that says nothing any more the sealed file too. */
async function clean({ store, files }: Needs, { _id, state, voice }: Letter): Promise<void> {
  const isOver = state === 'taken_back' || state === 'held';
  for (const file of [voice?.upload, isOver ? voice?.fileId : null]) if (file) await files.remove(file);
  const set = isOver ? { voice: null, todo: null } : { 'voice.upload': null, todo: null };
  // Taken back since it was read: then there is more to take away.
  await store.updateWhere('letters', { _id, todo: 'clean', state }, { set });
}
