import type { Subscription } from '../shared/contract';
import { session } from './session';

/*
 * One accept on WeChat's sheet lets the school send one message (platform.md). The sheet opens only inside a tap and not
 * after anything awaited: so call `askBeforeTap` first in the handler, synchronously, and the function afterwards.
 */

export type MessageKind = Subscription['kind'];
/** `filter`: WeChat dropped the template because another of the same title was asked for. */
export type Answer = 'accept' | 'reject' | 'ban' | 'filter';
export interface AskedFor {
  readonly answers: Readonly<Partial<Record<MessageKind, Answer>>>;
  /** The person switched off all messages in this Mini Program's settings (errCode 20004). */
  readonly switchedOff: boolean;
}

const NOTHING: AskedFor = { answers: {}, switchedOff: false };

/**
 * Opens WeChat's sheet for these kinds of message. Never rejects: a refusal must not hold up what was tapped.
 * The accepts are counted at once as a hint; the server's number replaces them at the next `openHome`.
 */
export function askBeforeTap(kinds: readonly MessageKind[]): Promise<AskedFor> {
  const asked = session.get().subscriptions.filter(({ kind, templateId }) => kinds.includes(kind) && templateId);
  if (asked.length === 0) return Promise.resolve(NOTHING);
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds: asked.map(({ templateId }) => templateId),
      success: (result) => {
        const said = result as unknown as Readonly<Record<string, Answer>>;
        const answers: Partial<Record<MessageKind, Answer>> = {};
        for (const { kind, templateId } of asked) {
          const answer = said[templateId];
          if (answer) answers[kind] = answer;
        }
        countAccepts(answers);
        resolve({ answers, switchedOff: false });
      },
      fail: ({ errCode }) => resolve({ answers: {}, switchedOff: errCode === 20004 }),
    });
  });
}

/** How many messages of a kind (of all kinds when none is named) may still be sent: 「还能提醒 N 次」. */
export function remindersLeft(kind?: MessageKind): number {
  return session
    .get()
    .subscriptions.filter((subscription) => kind === undefined || subscription.kind === kind)
    .reduce((sum, { left }) => sum + left, 0);
}

function countAccepts(answers: Readonly<Partial<Record<MessageKind, Answer>>>): void {
  const known = session.get();
  const subscriptions = known.subscriptions.map((one) =>
    answers[one.kind] === 'accept' ? { ...one, left: one.left + 1 } : one,
  );
  session.set({ ...known, subscriptions });
}
