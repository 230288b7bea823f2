import type { Asks } from '../domain/notices';

/** What a teacher writes again and again: nearly done, with blanks 「____」 for what is different every time. */
export interface NoticeTemplate {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  readonly body: string;
  readonly asks: Asks;
  readonly choices: readonly string[];
  readonly urgent: boolean;
}

const lines = (...all: string[]): string => all.join('\n');

export const NOTICE_TEMPLATES: readonly NoticeTemplate[] = [
  {
    key: 'meeting',
    label: '家长会',
    title: '请来开家长会',
    body: lines(
      '各位家长：',
      '想请您到学校来坐一坐，说说孩子这段时间的学习和生活。',
      '时间：____',
      '地点：____',
      '爸爸妈妈在外面来不了的，请家里照看孩子的人来。都来不了也不要紧，选「来不了」，会后我打电话跟您说。',
    ),
    asks: 'answer',
    choices: ['我来', '家里别人来', '来不了'],
    urgent: false,
  },
  {
    key: 'holiday',
    label: '放假安全',
    title: '放假了，请您多看着孩子',
    body: lines(
      '放假：____',
      '回校：____',
      '孩子在家这几天，请您多操点心：',
      '1. 不到河边、水库、堰塘玩水。',
      '2. 过马路先看车，不坐超载的车；坐摩托车、电动车戴好头盔。',
      '3. 不玩火，不碰插座和电线。',
      '4. 去哪里、和谁去、几点回来，先跟家里大人说。',
      '看过请回「收到」。有急事随时打我电话。',
    ),
    asks: 'confirm',
    choices: [],
    urgent: false,
  },
  {
    key: 'checkup',
    label: '体检',
    title: '学校给孩子体检',
    body: lines(
      '医生到学校来给孩子体检，不收钱。',
      '日期：____',
      '早饭怎么吃：____',
      '请给孩子穿宽松、好脱的衣服。孩子得过什么病、对什么药过敏、这几天在吃什么药，请提前告诉我。',
      '看过请回「收到」。',
    ),
    asks: 'confirm',
    choices: [],
    urgent: false,
  },
  {
    key: 'fees',
    label: '收费公示',
    title: '这学期收费公示',
    body: lines(
      '这学期学校收的钱都写在这里，请您看一看：',
      '项目和金额：____',
      '依据的文件：____',
      '什么时候交、怎么交：____',
      '除了这些，学校和老师不收别的钱。家里困难的可以申请减免，来找我就行。',
      '有不明白的，请打学校电话：____',
    ),
    asks: 'read',
    choices: [],
    urgent: false,
  },
  {
    key: 'water',
    label: '防溺水',
    title: '防溺水，请家里签个名',
    body: lines(
      '水边最容易出事。请您和孩子一起记住「六不」：',
      '1. 不私自下水游泳。',
      '2. 不擅自和别人结伴游泳。',
      '3. 没有家长或老师带着，不游泳。',
      '4. 没有安全设施和救援人员的水，不下。',
      '5. 不熟悉的水，不下。',
      '6. 不会水的，不下水救人；看见有人落水，马上喊大人。',
      '放学以后、周末和放假，请家里有一位大人知道孩子在哪里。看过请签个名。',
    ),
    asks: 'sign',
    choices: [],
    urgent: false,
  },
  {
    key: 'closed',
    label: '停课',
    title: '临时停课，请马上看',
    body: lines(
      '为什么停课：____',
      '从什么时候停：____',
      '什么时候回校：____',
      '已经到校的和住校的孩子有老师照看，有饭吃。路上不好走，先不要急着来接，给我打个电话。',
      '看到请马上回「收到」。',
    ),
    asks: 'confirm',
    choices: [],
    urgent: true,
  },
];

/** Two or more low lines in a row, as WeChat's keyboards write them, too. */
const BLANK = /[_＿]{2,}/;

/** The first line that still has a blank to fill, without what stands around it; `null` where none has. */
export const openLine = (text: string): string | null =>
  text
    .split('\n')
    .find((line) => BLANK.test(line))
    ?.trim() ?? null;
