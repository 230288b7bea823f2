import type { Output, PrivacyRequest } from '../../../../shared/contract';
import { type Day, dayOf, daysBetween } from '../../../../shared/domain/calendar';
import { spokenRelation, teacherName } from '../../../../shared/text/names';
import { shortDate, spokenDay } from '../../../../shared/text/time';

type Preview = Output<'privacy.erasePreview'>;
type Status = 'done' | 'declined';

export interface RequestRow {
  readonly key: string;
  /** 「三(2)班 林小雨：删掉资料」 */
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'amber' | 'red' | 'plain' | 'ok';
}
export interface RequestsPage {
  readonly open: readonly RequestRow[];
  readonly answered: readonly RequestRow[];
}

const WISHES: Readonly<Record<PrivacyRequest['kind'], string>> = {
  erase: '删掉资料',
  copy: '要一份纸的资料',
  correct: '改资料',
};
/** So many days before the answer is due it is said in amber. */
const SOON = 7;

export const pageOf = (requests: readonly PrivacyRequest[], today: Day): RequestsPage => ({
  open: requests.filter(({ status }) => status === 'open').map((request) => rowOf(request, today)),
  answered: requests.filter(({ status }) => status !== 'open').map((request) => rowOf(request, today)),
});

function rowOf(request: PrivacyRequest, today: Day): RequestRow {
  const { id, child, kind, relation, byName, at } = request;
  const asked = `${spokenRelation(relation)} ${byName} ${spokenDay(dayOf(at), today)}说的`;
  return {
    key: id,
    name: `${child.className} ${child.name}：${WISHES[kind]}`,
    fact: [asked, request.note, saidOf(request)].filter(Boolean).join(' · '),
    ...stateOf(request, today),
  };
}

const saidOf = ({ answer, answeredBy }: PrivacyRequest): string =>
  answer ? `${answeredBy ? teacherName(answeredBy) : '学校'}回话：${answer}` : '';

function stateOf({ status, dueDay }: PrivacyRequest, today: Day): Pick<RequestRow, 'state' | 'tone'> {
  if (status === 'done') return { state: '办好了', tone: 'ok' };
  if (status === 'declined') return { state: '没有办', tone: 'plain' };
  if (status === 'withdrawn') return { state: '家里收回了', tone: 'plain' };
  const left = daysBetween(today, dueDay);
  if (left < 0) return { state: `过了 ${-left} 天，请今天就回`, tone: 'red' };
  return { state: `${shortDate(dueDay)}以前要回话`, tone: left <= SOON ? 'amber' : 'plain' };
}

/** A request as it is answered. */
export interface OpenRequest {
  readonly key: string;
  readonly studentId: string;
  readonly erases: boolean;
  readonly copies: boolean;
  readonly corrects: boolean;
  readonly title: string;
  readonly asked: string;
  readonly note: string;
  readonly yes: string;
  readonly no: string;
}

const YES: Readonly<Record<PrivacyRequest['kind'], string>> = {
  erase: '删掉，并告诉家里',
  copy: '给了，告诉家里',
  correct: '改好了，告诉家里',
};

export const openOf = (request: PrivacyRequest, today: Day): OpenRequest => ({
  key: request.id,
  studentId: request.child.id,
  erases: request.kind === 'erase',
  copies: request.kind === 'copy',
  corrects: request.kind === 'correct',
  title: `${request.child.name}：${WISHES[request.kind]}`,
  asked: rowOf({ ...request, note: null }, today).fact,
  note: request.note ?? '',
  yes: YES[request.kind],
  no: '不能这样办，告诉家里',
});

/** What an erasure would take away, and what stays, in lines. */
export interface Erasing {
  readonly removes: readonly string[];
  readonly keeps: readonly { readonly what: string; readonly why: string }[];
}
export const erasingOf = ({ removes, keeps }: Preview): Erasing => ({
  removes: removes.map(({ what, count }) => `${what} ${count} 条`),
  keeps,
});

/** What must be said before it is sent; empty when nothing is missing. */
export const missingIn = (words: string, status: Status): string =>
  words.trim() ? '' : status === 'done' ? '请写一句话告诉家里办了什么。' : '请写清楚为什么不能这样办，家里会看到。';
