/**
 * By what a child is found, and where it stands in the school's order; both are kept on the child's document, so that a search and a page of the list
 * are one read each, however many pupils there are. Whoever changes a name, a class, an address or a phone writes them anew.
 */
import { pinyin } from 'pinyin-pro';
import type { Vault } from '../data/crypto';
import { parseClass } from '../roster/class-name';

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

/** Villages and the like in an address, as people call them: 桐木县青山镇石板村三组 → 石板. */
const PLACES = /[^省市县区镇乡街道组号\d\s,，]{1,8}?(?=村|屯|寨|湾|社区)/gu;

/** Syllables of a name without tones, the surname read as a surname: 单小雨 → shan xiao yu. */
const syllables = (name: string): string[] =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((s) => s.toLowerCase());

/** `keys` and `order` of a child's document. */
export function finding(
  vault: Pick<Vault, 'blind'>,
  child: Findable,
): { readonly keys: string[]; readonly order: string } {
  const sounds = syllables(child.name);
  const { grade = 0, classNo = 0 } = parseClass(child.className, 0) ?? {};
  const hashed = [...placesOf(child.address), ...child.phones.map((phone) => phone.slice(-TAIL))];
  return {
    keys: [
      ...new Set([
        ...ends([...child.name]).map((part) => part.join('')),
        ...ends(sounds).map((part) => part.join('')),
        ...ends(sounds).map((part) => part.map((sound) => sound[0] ?? '').join('')),
        ...classKeys(child.className, grade, classNo),
        ...hashed.map((part) => hashedKey(vault, part)),
      ]),
    ],
    order: [two(grade), two(classNo), sounds.join(' '), child._id].join('|'),
  };
}

/** A hash cannot be taken for a name: it begins with a sign that nobody types. */
export const hashedKey = (vault: Pick<Vault, 'blind'>, part: string): string =>
  `#${vault.blind('find', part).slice(0, 16)}`;

/** All ends of a sequence of two parts or more, and the whole: 林小雨 → 林小雨, 小雨, 雨. */
const ends = <T>(parts: readonly T[]): T[][] => parts.map((_, i) => parts.slice(i));

/** 三(2)班 → 三(2)班, 三2, 302. */
const classKeys = (name: string, grade: number, classNo: number): string[] =>
  grade > 0 ? [name, `${[...name][0] ?? ''}${classNo}`, `${grade}${two(classNo)}`] : [name];

export const placesOf = (address: string | null): string[] => [...new Set(address?.match(PLACES) ?? [])];

const two = (n: number): string => String(n).padStart(2, '0');
