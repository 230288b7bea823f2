/** Villages, groups and neighbourhoods in an address, as people call them: 桐木县青山镇石板村桃树组 → 石板, 桃树. */

const AREAS = '自治区|自治州|自治县|省|市|县|街道|区|镇|乡';
const VILLAGES = '村民委员会|居民委员会|村委会|居委会|行政村|自然村|嘎查|村|屯|寨|社区|小区';
const GROUPS = '村民小组|生产队|小组|组|社|队';
/** No end of a name where another one follows at once: 古镇村 is a village, 新市镇 a town, 新村组 a group. */
const SEGMENT = new RegExp(
  `([^,，、;；\\s]+?)(?:(${AREAS})|(${VILLAGES})|(${GROUPS}))(?!${AREAS}|${VILLAGES}|${GROUPS}|民)`,
  'gu',
);
/** 石板村村民委员会 is 石板村. */
const COMMITTEE = /(?<=村|社区)(?:村民|居民|村|居)委(?:员)?会/gu;
const NUMBER = /第?[\d一二三四五六七八九十]+$/u;
/** What is left after the last end, up to a house number: 李家湾12号 → 李家湾. */
const REST = /^\p{Script=Han}{2,8}/u;
const NAME = /^[\p{Script=Han}·]{1,10}$/u;

/** The places that an address names, each once, without what kind they are. A part of one may be taken for one. */
export function placesOf(address: string | null): string[] {
  if (!address) return [];
  const text = address
    .normalize('NFKC')
    .replace(COMMITTEE, '')
    .replace(/[()[\]【】]/g, ' ');
  const places: string[] = [];
  let end = 0;
  for (const match of text.matchAll(SEGMENT)) {
    end = match.index + match[0].length;
    const [, name = '', area, , group] = match;
    if (area === undefined) places.push(group === undefined ? name : name.replace(NUMBER, ''));
  }
  const rest = REST.exec(text.slice(end).trim())?.[0];
  if (rest !== undefined) places.push(rest.replace(NUMBER, ''));
  return [...new Set(places.filter((place) => NAME.test(place)))];
}
