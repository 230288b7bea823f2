/**
 * By what a child is found, and where it stands in the school's order; both are kept on the child's document, so that a search and a page of the list
 * are one read each, however many pupils there are. Whoever changes a name, a class, an address or a phone writes them anew.
 */

import type { Vault } from '../data/crypto';
import type { Condition } from '../data/store';
import { gradeWord, parseClass } from '../roster/class-name';
import { pinyin } from './pinyin.cjs';
import { placesOf } from './places';

/** What a child is found by. `phones` are those of its adults, `address` where it lives; in plain here, hashed in the keys. */
export interface Findable {
  readonly _id: string;
  readonly name: string;
  readonly className: string;
  readonly address: string | null;
  readonly phones: readonly string[];
}

/** The last digits by which a phone is found. */
export const TAIL = 4;

/** So much of a name's sound decides about its place; the place travels as the begin of a page. */
const SOUND_CHARS = 60;

/** A hash cannot be taken for a name: it begins with a sign that nobody types. */
const HASHED = '#';
const HASH_CHARS = 16;

/** `keys` and `order` of a child's document. */
export function finding(
  vault: Pick<Vault, 'blind'>,
  child: Findable,
): { readonly keys: string[]; readonly order: string } {
  const name = plain(child.name);
  const readings = readingsOf(name);
  const { grade = 0, classNo = 0 } = classOf(child.className) ?? {};
  const hashed = [...placesOf(child.address), ...child.phones.map((phone) => phone.slice(-TAIL))];
  return {
    keys: [
      ...new Set([
        ...ends([...name]),
        ...readings.flatMap((sounds) => [...ends(sounds), ...ends(sounds.map((sound) => sound[0] ?? ''))]),
        ...classKeys(plain(child.className), grade, classNo),
        ...hashed.map((part) => hashedKey(vault, part)),
      ]),
    ],
    order: [two(grade), two(classNo), (readings[0] ?? []).join(' ').slice(0, SOUND_CHARS), child._id].join('|'),
  };
}

/** The key of a village or of the end of a phone, under the newest key of the vault. */
export const hashedKey = (vault: Pick<Vault, 'blind'>, part: string): string => hashKey(vault.blind('find', part));

const hashKey = (hash: string): string => `${HASHED}${hash.slice(0, HASH_CHARS)}`;

/**
 * What a child's `keys` must hold to be found by what somebody typed; one of the answers is enough. A name, pinyin or initials by their beginning; a
 * class in any of its spellings; the last digits of a phone; a village by its name. Nothing where nothing was typed.
 */
export function queryKeys(vault: Pick<Vault, 'blinds'>, q: string): Condition[] {
  const typed = plain(q);
  if (typed === '') return [];
  const hashes = (parts: readonly string[]) =>
    parts.flatMap((part) => vault.blinds('find', part).map((hash) => hashKey(hash)));
  const asClass = classKeyOf(typed);
  if (/^\d{4,}$/.test(typed)) return [{ in: [typed, ...hashes([typed.slice(-TAIL)])] }];
  if (asClass !== undefined) return [asClass];
  if (!/\p{Script=Han}/u.test(typed)) return [{ startsWith: typed }];
  return [{ startsWith: typed }, { in: hashes([...new Set([typed, ...placesOf(typed)])]) }];
}

/** 三2, 三(2)班, 三年级二班, 3.2, 32, 302 are one class; 三年级 is a whole grade. */
function classKeyOf(typed: string): Condition | undefined {
  const short = /^([1-9])([1-9])班?$/.exec(typed);
  const { grade, classNo } = short ? { grade: Number(short[1]), classNo: Number(short[2]) } : (classOf(typed) ?? {});
  if (grade === undefined) return /^[初高][一二三]$/.test(typed) ? classKeyOf(`${typed}年级`) : undefined;
  return classNo === undefined ? { startsWith: gradeKey(grade) } : `${grade}${two(classNo)}`;
}

const classOf = (text: string) => parseClass(plain(text), 0);

/** Half width, lower case, without spaces, dots, signs that nobody sees and what no name holds. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}#·•・.'’]/gu, (sign) => (sign === '.' ? '.' : ''));

/** The syllables of a name without tones: as it is most likely read first, its surname as a surname (单小雨: shan), then with one sign read otherwise. */
function readingsOf(name: string): string[][] {
  const usual = syllables(name, { surname: 'head' });
  const signs = [...name];
  if (signs.length !== usual.length) return [usual];
  const others = signs.flatMap((sign, i) =>
    soundsOf(sign)
      .filter((sound) => sound !== usual[i])
      .map((sound) => usual.with(i, sound)),
  );
  return [usual, ...others];
}

const syllables = (name: string, how: { readonly surname?: 'head'; readonly multiple?: true }): string[] =>
  pinyin(name, { toneType: 'none', type: 'array', v: true, ...how });

/** All readings of one sign; ü is typed as v or u. */
const soundsOf = (sign: string): string[] => {
  const sounds = syllables(sign, { multiple: true });
  return [...new Set(sounds.flatMap((sound) => [sound, sound.replace('v', 'u')]))];
};

/** The whole of a sequence and all its ends: 林小雨 → 林小雨, 小雨, 雨. */
const ends = (parts: readonly string[]): string[] => parts.map((_, i) => parts.slice(i).join(''));

/** 三(2)班 → 三(2)班, 三年级, 三2, 302. */
const classKeys = (name: string, grade: number, classNo: number): string[] =>
  grade > 0 ? [name, gradeKey(grade), `${gradeWord(grade)}${classNo}`, `${grade}${two(classNo)}`] : [name];

const gradeKey = (grade: number): string => `${gradeWord(grade)}年级`;

const two = (n: number): string => String(n).padStart(2, '0');
