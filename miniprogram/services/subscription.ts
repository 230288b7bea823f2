import type { Subscription } from '../shared/contract';
import { mayAskFor, reminderWords } from '../shared/text/reminders';
import { keepSubscriptions, session } from './session';

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
 * With so many messages of a kind left that WeChat may still send, no tap asks for more by itself. One call may take several: it
 * is laid out or offered, it is near, it is moved.
 */
const ENOUGH: Readonly<Record<MessageKind, number>> = { notice: 3, call: 6, contact: 3 };

/**
 * Opens WeChat's sheet within a tap that has another purpose, for those of these kinds of message of which few are left. Never
 * rejects: a refusal must not hold up what was tapped.
 */
export const askBeforeTap = (kinds: readonly MessageKind[]): Promise<AskedFor> => askFor(kinds, isFew);

/** The same for a tap whose purpose it is: the sheet opens however many are left. */
export const askForMore = (kinds: readonly MessageKind[]): Promise<AskedFor> => askFor(kinds, () => true);

/** Whether `askBeforeTap` will open the sheet, for a page that prepares the person for it. */
export const willAsk = (kind: MessageKind): boolean => openOf([kind]).some(isFew);

const isFew = ({ kind, left }: Subscription): boolean => left < ENOUGH[kind];

const openOf = (kinds: readonly MessageKind[]): Subscription[] =>
  session.get().subscriptions.filter((one) => kinds.includes(one.kind) && mayAskFor(one));

/** Which sort of template was asked for last: a sheet takes one sort only, so they take turns. */
let lastSort: boolean | undefined;

/** The accepts are counted at once as a hint; the server's number replaces them at the next `openHome`. */
function askFor(kinds: readonly MessageKind[], wanted: (one: Subscription) => boolean): Promise<AskedFor> {
  const open = openOf(kinds).filter(wanted);
  const first = open.find(({ lasting }) => lasting !== lastSort) ?? open[0];
  if (!first) return Promise.resolve(NOTHING);
  lastSort = first.lasting;
  const asked = open.filter(({ lasting }) => lasting === first.lasting);
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

/** What WeChat may still send of a kind; undefined where the school reminds of no such thing. */
export const remindersOf = (kind: MessageKind): Subscription | undefined =>
  session.get().subscriptions.find((one) => one.kind === kind && one.templateId);

/** 「还能提醒 1 次」 where it is few; else empty, for then nobody need know. */
export function fewRemindersWords(kind: MessageKind): string {
  const known = remindersOf(kind);
  return known && mayAskFor(known) && isFew(known) ? reminderWords(known) : '';
}

function countAccepts(answers: Readonly<Partial<Record<MessageKind, Answer>>>): void {
  keepSubscriptions(
    session
      .get()
      .subscriptions.map((one) =>
        answers[one.kind] === 'accept' ? { ...one, left: one.lasting ? 1 : one.left + 1 } : one,
      ),
  );
}
