import type { Choice } from '../../../../components/choice-chips/index';
import type { Output, ReceiptState } from '../../../../shared/contract';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import type { CallOutcome } from '../../../../shared/domain/ladder';
import { spokenRelation } from '../../../../shared/text/names';
import { outcomeText, reasonText, reasonWords, STATE_WORDS } from '../../../../shared/text/receipts';
import { spokenWhen } from '../../../../shared/text/time';

export type Told = Output<'notices.person'>;
type Step = Told['steps'][number];

/** One rung, with its proof. */
export interface StepRow {
  readonly key: number;
  /** 「微信」, 「打电话」 */
  readonly way: string;
  readonly words: string;
  /** 「昨天上午 9:12 · 李老师」 */
  readonly about: string;
  /** The family has it: what only left the school, or a neighbour, proves no more than that. */
  readonly good: boolean;
}
export interface PersonPage {
  readonly heading: string;
  readonly title: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'lamp';
  readonly steps: readonly StepRow[];
  /** What comes next by itself, or what the school should do; empty where all is done. */
  readonly next: string;
  readonly answer: string;
  readonly voice: string;
  /** Why an answer by voice cannot be heard. */
  readonly voiceProblem: string;
  readonly seconds: number;
  /** What may have been said in it: the choices, or that it counts; empty where nothing is to be noted. */
  readonly said: readonly Choice[];
  readonly signature: string;
  readonly callable: boolean;
  /** The main thing to do is to go there. */
  readonly visits: boolean;
  readonly open: boolean;
}

/** One person's way up the ladder. `instant` is now, ms. @param waiting an outcome is noted on this phone and waits for the network */
export function personOf(told: Told, instant: number, waiting: boolean): PersonPage {
  return {
    heading: `${told.children.join('、')}的${spokenRelation(told.relation)} ${told.name}`,
    title: told.title,
    ...stateOf(told),
    steps: told.steps.map((step, i) => stepRow(step, i, instant)),
    next: waiting ? '刚才的结果记在手机里了，有网络就送到。' : nextText(told),
    answer: told.answer === null ? '' : `回了：${told.answer}`,
    voice: told.voiceUrl ?? '',
    voiceProblem: told.voiceState === null || told.voiceUrl !== null ? '' : VOICE_PROBLEMS[told.voiceState],
    seconds: told.voiceSeconds ?? 0,
    said: saidChoices(told),
    signature: told.signatureUrl ?? '',
    callable: told.hasPhone,
    visits: told.rung === 'visit' || !told.hasPhone,
    open: told.open,
  };
}

function stateOf({ open, covered, wantsCall, state }: Told): Pick<PersonPage, 'state' | 'tone'> {
  if (wantsCall) return { state: '请您打电话', tone: 'lamp' };
  if (covered) return { state: '家里有人听到了', tone: 'ok' };
  return { state: STATE_WORDS[state], tone: open ? 'amber' : 'ok' };
}

const WAYS: Readonly<Record<Step['way'], string>> = {
  wechat: '微信',
  sms: '短信',
  call: '打电话',
  visit: '上门',
  paper: '纸条',
  self: '本人',
};

function stepRow({ at, way, outcome, by, note }: Step, key: number, instant: number): StepRow {
  const when = at === null ? '' : spokenWhen(dayOf(at), minuteOf(at), dayOf(instant));
  const reason = reasonWords(note);
  const words = [wordsOf(way, outcome), reason || note].filter(Boolean).join('：');
  return { key, way: WAYS[way], words, about: [when, by ?? ''].filter(Boolean).join(' · '), good: GOOD.has(outcome) };
}

/** Outcomes of each way that are said otherwise than the states of the same name. */
const WORDS: Readonly<Record<Exclude<Step['way'], 'call' | 'visit'>, Readonly<Record<string, string>>>> = {
  wechat: { queued: '正在发', nudged: '又提醒了', sent: '发到了', refused: '没送到', unknown: '不知道收到没有' },
  sms: { queued: '正在发', sent: '发到了', refused: '没送到', unknown: '不知道收到没有' },
  paper: { relayed: '邻居扫了码，说已转告' },
  self: { opened: '点开看了', confirmed: '回了「收到」', call_me: '请老师打电话', said: '用语音回了话' },
};
const wordsOf = (way: Step['way'], outcome: string): string =>
  way === 'call' || way === 'visit'
    ? outcomeText(way, outcome as CallOutcome)
    : (WORDS[way][outcome] ?? STATE_WORDS[outcome as ReceiptState] ?? '');

/** Proofs that the family has it (product.md section 5: 「发到」 is never 「看过」). */
const GOOD: ReadonlySet<string> = new Set<string>([
  'opened',
  'heard',
  'confirmed',
  'answered',
  'signed',
  'said',
  'told',
  'told_other',
]);

function nextText({ open, spoke, wantsCall, rung, hasPhone, asks, state, why }: Told): string {
  if (!open) return '';
  if (spoke && (asks === 'answer' || asks === 'sign')) return '用语音回了话，请听一听，记下说的是什么。';
  if (wantsCall) return '在等您的电话。';
  if (rung === 'wechat' || rung === 'sms') return '先等一等。一直没有回音，会自动换下一个办法。着急就打电话。';
  const reason = state === 'refused' || state === 'queued' ? reasonText(why) : '';
  return `${reason ? `${reason}。` : ''}${rung === 'call' && hasPhone ? '该打个电话了。' : '请上门说一声，或者让邻居带一张纸条。'}`;
}

const VOICE_PROBLEMS: Readonly<Record<NonNullable<Told['voiceState']>, string>> = {
  checking: '有一段语音，正在检查，过几秒钟再看。',
  held: '有一段语音，没有通过微信的检查，听不了。请打个电话问问。',
  shown: '有一段语音，现在取不到，请下拉再看一次。',
};

/** Without a choice it counts as said: for a signature, a word to the teacher is as good (shared/domain/receipts.ts). */
const COUNTS: Choice = { value: '', label: '听过了，算数' };

function saidChoices({ spoke, open, asks, choices }: Told): Choice[] {
  if (!spoke || !open) return [];
  if (asks === 'answer') return choices.map((choice) => ({ value: choice, label: choice }));
  return asks === 'sign' ? [COUNTS] : [];
}
