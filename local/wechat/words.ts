/** A small stand-in for WeChat's content model: enough words to try each answer, none of which a school would write by chance. */

export type Suggest = 'pass' | 'review' | 'risky';

/** What the check says of a text. `label` is WeChat's: 100 normal, 20006 illegal, 20008 fraud, 20012 vulgar, 21000 other. */
export interface Verdict {
  readonly suggest: Suggest;
  readonly label: number;
  /** The word that decided. */
  readonly keyword?: string;
}

const WORDS: readonly (Verdict & { readonly keyword: string })[] = [
  { keyword: '赌博', suggest: 'risky', label: 20006 },
  { keyword: '毒品', suggest: 'risky', label: 20006 },
  { keyword: '刷单返利', suggest: 'risky', label: 20008 },
  { keyword: '人肉搜索', suggest: 'risky', label: 21000 },
  { keyword: '免费领钱', suggest: 'review', label: 20008 },
  { keyword: '加我微信', suggest: 'review', label: 21000 },
  { keyword: '打死你', suggest: 'review', label: 20012 },
];

/** Bytes that make a picture or a recording risky, or one for a person to look at. */
const MARKERS: readonly (Verdict & { readonly keyword: string })[] = [
  { keyword: 'local-wechat:risky', suggest: 'risky', label: 20006 },
  { keyword: 'local-wechat:review', suggest: 'review', label: 21000 },
];

const NORMAL: Verdict = { suggest: 'pass', label: 100 };

/** The worst word of the text decides; the lists are ordered worst first. */
export const judgeText = (text: string): Verdict => WORDS.find(({ keyword }) => text.includes(keyword)) ?? NORMAL;

/** A file is what its marker says, anywhere in its bytes. */
export function judgeBytes(bytes: Uint8Array): Verdict {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return MARKERS.find(({ keyword }) => haystack.includes(keyword)) ?? NORMAL;
}
