import { mayWrite, wayOf } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FamilyMember, Letter, Student } from '../data/documents';
import { Conflict, Duplicate, type Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import { askNow, checksOf } from '../media/checks';
import { requirePublishable } from '../wechat/publish';
import { isUpload } from '../wechat/uploads';
import { countLetter, requireRoom } from './daily';
import { sealedText } from './inside';
import { toldOf } from './messages';
import { found } from './repository';
import { tendVoice } from './voices';

interface Said {
  readonly requestKey: string;
  readonly text: string;
  readonly voice: { readonly fileId: string; readonly seconds: number } | null;
}

/** Writes a letter, once for a request key. A voice waits for its check. @throws AppError `content.risky`, `letters.too-many` */
export async function writeLetter(
  ctx: Ctx,
  ends: { readonly child: Student; readonly adult: FamilyMember; readonly direction: Letter['direction'] },
  said: Said,
): Promise<string> {
  const { child, adult } = ends;
  const _id = requestId('l', ctx.caller.openid, `${child._id}:${said.requestKey}`);
  if (await ctx.store.get('letters', _id)) return _id;
  const letter = letterOf(ctx, ends, said, _id);
  requireRoom(await ctx.store.get('letterSecrets', child._id), letter, ctx.today);
  // Nobody reads a private letter, so what WeChat would have a person look at passes.
  if (ctx.letterCheck) await requirePublishable(ctx, [said.text]);
  const { schoolId, at } = letter;
  const files = said.voice && ctx.letterCheck ? [{ fileId: said.voice.fileId, kind: 'voice' as const }] : [];
  const checks = checksOf({ of: 'letter', refId: _id, schoolId, openid: ctx.caller.openid, at }, files);
  const from = (await ctx.schoolOf(schoolId)).name;
  const messages = letter.state === 'waiting' ? toldOf(letter, adult, from, ctx.now()) : [];
  const isNew = await once(ctx, _id, async (tx) => {
    await requireBoth(tx, ends);
    await countLetter(tx, letter, ctx.today);
    await tx.insert('letters', letter);
    if (checks.length > 0) await tx.insert('mediaChecks', checks);
    if (messages.length > 0) await tx.insert('outbox', messages);
  });
  if (!isNew) return _id;
  if (checks.length > 0) await askNow(ctx, checks);
  // What is cut off here the job does.
  if (letter.todo !== null)
    await tendVoice(ctx, _id).catch((error: unknown) => ctx.log({ event: 'letters.seal', error: String(error) }));
  if (messages.length > 0) await ctx.wake();
  return _id;
}

/** The child may have left and been erased since it was looked up, and the adult's right may have ended. @throws AppError `common.not-found` */
async function requireBoth(tx: Transaction, { child, adult }: Parameters<typeof writeLetter>[1]): Promise<void> {
  const student = await tx.get('students', child._id);
  const member = await tx.get('familyMembers', adult._id);
  found(student?.status === 'active' && member && mayWrite(member, child._id));
}

const TRIES = 4;

/** Writes it, unless the same request did. The first letters of a child may both find that none was counted yet: then one counts again. */
async function once({ store }: Ctx, id: string, work: (tx: Transaction) => Promise<void>): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await store.transact(work);
      return true;
    } catch (error) {
      if (await store.get('letters', id)) return false;
      if (!(error instanceof Duplicate)) throw error;
    }
  }
  throw new Conflict();
}

function letterOf(
  ctx: Ctx,
  { child, adult, direction }: Parameters<typeof writeLetter>[1],
  { text, voice }: Said,
  _id: string,
): Letter {
  const way = wayOf({ text, voice });
  if (way === null) throw new AppError('input.invalid', { field: 'text', rule: 'min_length' });
  if (voice && !isUpload(voice.fileId)) throw new AppError('input.invalid', { field: 'voice', rule: 'upload' });
  return {
    _id,
    schoolId: child.schoolId,
    studentId: child._id,
    adultId: adult._id,
    direction,
    way,
    text: sealedText(ctx, text),
    voice: voice && { seconds: voice.seconds, upload: voice.fileId, key: null, fileId: null },
    state: voice ? 'checking' : 'waiting',
    at: ctx.now(),
    openedAt: null,
    // Without a check the voice is sealed at once.
    todo: voice && !ctx.letterCheck ? 'seal' : null,
    report: null,
  };
}
