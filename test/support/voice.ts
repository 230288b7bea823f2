import type { Notice } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import type { Input } from '../../miniprogram/shared/contract';
import { aNotice, bringVerdict, lettersIn } from './notices';
import { littleSchool, sharedBackend } from './shared-backend';

const HEAD = 'o-t-head';

/** The backend of a file about notices with a voice: a head teacher who sends them, and WeChat, which hears them. */
export async function voiceBackend() {
  let fileId = '';
  const b = await sharedBackend(async (fresh) => {
    await littleSchool(fresh);
    fileId = await fresh.cloud.upload('u/voice-1.mp3', new Uint8Array([1, 2, 3]), HEAD);
  });
  const checkOf = (noticeId: string) => b.deps.store.get('mediaChecks', `${noticeId}:0`);
  /** WeChat's newest id of the check of the voice. */
  const traceOf = async (noticeId: string) => (await checkOf(noticeId))?.traces.at(-1);
  const hears = (trace: string | undefined, suggest: string, deps: Deps = b.deps) => bringVerdict(deps, trace, suggest);
  return {
    b,
    ...lettersIn(b),
    checkOf,
    traceOf,
    hears,
    /** Sends a notice that is to be heard, with twelve seconds of voice. */
    send: (over: Partial<Input<'notices.send'>> = {}) =>
      b.call(HEAD, 'notices.send', aNotice({ voice: { fileId, seconds: 12 }, asks: 'hear', ...over })),
    noticeOf: (id: string) => b.deps.store.get('notices', id) as Promise<Notice>,
    openAs: (openid: string, noticeId: string) =>
      b.call(openid, 'notices.open', { receiptId: `${noticeId}:${openid.slice(2)}` }),
    verdict: async (noticeId: string, suggest: string) => hears(await traceOf(noticeId), suggest),
  };
}
