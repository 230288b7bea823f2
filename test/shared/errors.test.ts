import { describe, expect, it } from 'vitest';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { AppError, type ErrorCode, errorCatalogue } from '../../miniprogram/shared/errors/catalogue';
import { errorText } from '../../miniprogram/shared/text/zh';

const CODES = Object.keys(errorCatalogue) as ErrorCode[];

/** Details that a code may come with; every sentence must read well with each, and without any. */
const DETAILS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { field: 'title', rule: 'min_length' },
  { field: 'somewhere.deep.0', rule: 'regex' },
  { left: 9 },
  { left: 1 },
  { status: 'done' },
  ...['not-a-workbook', 'old-xls', 'encrypted', 'too-large', 'no-header', 'empty', 'new-one'].map((problem) => ({
    problem,
  })),
];

const CHINESE = /\p{Script=Han}/u;
/** Words of machines and offices, which a kind teacher does not use (look.md). */
const COLD = /操作|提交|系统|异常|错误|失败|非法|无效|参数/;
/** What to do now: a request, another try, another choice, or that nothing is left to do. */
const ADVICE = /请|再|不用/;
/** Names of programs and files are the only words in Latin letters. */
const LATIN = /[A-Za-z]+/g;
const KNOWN_LATIN = ['Excel', 'WPS', 'xlsx', 'xls'];

/** Facts without which a code never comes. */
const ALWAYS: Partial<Record<ErrorCode, Readonly<Record<string, unknown>>>> = {
  'roster.has-errors': { count: 12 },
  'handover.blocked': { count: 3 },
  'handover.unsigned': { count: 4 },
  'records.too-many': { count: 64, most: 60 },
};

const sentences = CODES.flatMap((code) =>
  DETAILS.map((some) => ({ ...ALWAYS[code], ...some })).map((details) => ({
    code,
    details,
    sentence: errorText(code, details),
  })),
);
const where = (is: (sentence: string) => boolean) => [
  ...new Set(sentences.filter(({ sentence }) => is(sentence)).map(({ code, sentence }) => `${code}: ${sentence}`)),
];

describe('the sentence of every refusal', () => {
  it('is Chinese, and a whole sentence', () => {
    expect(where((sentence) => !CHINESE.test(sentence) || !/[。：！]$/.test(sentence))).toEqual([]);
    expect(where((sentence) => (sentence.match(LATIN) ?? []).some((word) => !KNOWN_LATIN.includes(word)))).toEqual([]);
  });

  it('says what to do', () => expect(where((sentence) => !ADVICE.test(sentence))).toEqual([]));

  it('has no word of a machine', () => expect(where((sentence) => COLD.test(sentence))).toEqual([]));

  it('fits on a phone, in large type as well', () => {
    expect(where((sentence) => sentence.length > 60)).toEqual([]);
  });

  it('differs from the others, so that a screenshot tells which it was', () => {
    const plain = CODES.map((code) => errorText(code));
    expect(plain.filter((sentence, i) => plain.indexOf(sentence) !== i)).toEqual([]);
  });

  it('never shows a fact that is missing', () => {
    expect(where((sentence) => /undefined|null|NaN|\[object/.test(sentence))).toEqual([]);
  });
});

it('a code that may be retried says so in its sentence', () => {
  const retried = CODES.filter((code) => errorCatalogue[code].retry);
  expect(retried.filter((code) => !errorText(code).includes('再点'))).toEqual([]);
});

it('a week that is used up is told with the number of calls that the school gives', () => {
  expect(errorText('booking.quota-used', { quota: 1 })).toContain('已经约过一次了');
  expect(errorText('booking.quota-used', { quota: 2 })).toContain('2 次都约过了');
  expect(errorText('booking.quota-used', { quota: 3 })).toContain('3 次都约过了');
});

it('a week that opens later says when', () => {
  const opensAt = instantOf('2026-11-23', 12 * 60);
  expect(errorText('booking.not-open', { opensAt })).toContain('11月23日周一中午 12:00 以后再约');
});

it('the desk, which alone meets it, is told not to dial', () => {
  expect(errorText('calls.no-right')).toContain('这位家长');
});

it('a failure carries its code and facts and nothing else', () => {
  const error = new AppError('booking.quota-used', { quota: 1 });
  expect([error.name, error.message, error.code, error.details]).toEqual([
    'AppError',
    'booking.quota-used',
    'booking.quota-used',
    { quota: 1 },
  ]);
});
