/** Names as they are given: surnames by how common they are, given names by the years in which they were in fashion. */
import type { Sex } from '../../cloudfunctions/_server/roster/pupil';
import type { Random } from './random';

/** The sixty commonest surnames with their share in tenths of a percent, roughly as in the statistics of 2020. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ...each('王李张', 70),
  ...each('刘陈', 53),
  ...each('杨黄赵吴周', 26),
  ...each('徐孙马朱胡郭何林高罗', 13),
  ...each('郑梁谢宋唐许韩邓冯曹彭曾肖田董', 8),
  ...each('潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖', 5),
];

function each(surnames: string, weight: number): [string, number][] {
  return [...surnames].map((surname) => [surname, weight]);
}

export type Generation = 'child' | 'parent' | 'grandparent';

/** First and second character of a given name; the second list also serves the names of one character. */
const GIVEN: Record<Generation, Record<Sex, readonly [first: string, second: string, single: number]>> = {
  child: {
    male: ['浩子梓宇俊嘉明志文天一博家思铭泽书承', '轩豪杰阳辰然博涵泽睿恒凯航霖晨熙毅诚', 0.08],
    female: ['雨欣梓诗佳思雅可语静一梦若紫晓心婉书', '涵彤怡萱妍琪婷瑶欣雯悦琳月薇蕊媛宁菲', 0.08],
  },
  parent: {
    male: ['建志永国海小文学世光立庆少春家卫振', '军强伟勇波华平辉飞刚涛斌明亮龙林峰', 0.35],
    female: ['小海春晓美秀红丽桂雪爱玉燕艳冬彩', '燕丽霞敏娟梅玲芳英红琴芬萍艳娥莲', 0.35],
  },
  grandparent: {
    male: ['福德国永金有长正大廷茂万兴荣光', '田富贵才全发生财根顺明旺祥元清', 0.12],
    female: ['桂秀玉凤金兰菊腊春素月翠冬满银', '英兰珍香花莲芝梅娥秀云芳枝凤妹', 0.12],
  },
};

export const surname = (random: Random): string => random.weighted(SURNAMES);

export function fullName(random: Random, family: string, sex: Sex, generation: Generation): string {
  const [first, second, single] = GIVEN[generation][sex];
  return family + (random.chance(single) ? '' : random.pick([...first])) + random.pick([...second]);
}
