import type { SubscribeAnswer } from '../../../ports';
import { inTap } from '../framework/tap-rule';
import { post } from '../system/server';
import { element } from '../ui/dom';
import { sheet } from '../ui/sheet';
import { asyncApi } from './api';
import { WxFailure } from './failure';
import { rememberAnswers, rememberedAnswers, type SubscribeState, subscribeState } from './settings';

const MAX_TEMPLATES = 5;

export const subscribeApi = {
  requestSubscribeMessage: asyncApi<{ tmplIds: string[] }>('requestSubscribeMessage', ({ tmplIds }) => {
    if (!inTap()) throw new WxFailure('can only be invoked by user TAP gesture.', { errCode: 10001 });
    return request(tmplIds ?? []);
  }),
};

async function request(tmplIds: readonly string[]): Promise<object> {
  if (tmplIds.length === 0) throw new WxFailure('Templates count out of min bounds', { errCode: 20003 });
  if (tmplIds.length > MAX_TEMPLATES) throw new WxFailure('Templates count out of max bounds', { errCode: 20003 });
  const { messagesOn, templates } = await subscribeState(tmplIds);
  if (!messagesOn) throw new WxFailure('The main switch is switched off', { errCode: 20004 });
  const unknown = tmplIds.find((id) => templates[id] === undefined);
  if (unknown !== undefined)
    throw new WxFailure(`No template data return, verify the template id exist: ${unknown}`, { errCode: 20001 });
  if (new Set(tmplIds.map((id) => templates[id]?.lasting)).size > 1)
    throw new WxFailure('Templates type must be same', { errCode: 20002 });

  // of templates with one title only the first is shown
  const titles = tmplIds.map((id) => templates[id]?.title);
  const shown = tmplIds.filter((_, index) => titles.indexOf(titles[index]) === index);
  const remembered = rememberedAnswers();
  const asked = shown.filter((id) => remembered[id] === undefined);
  const answered = asked.length === 0 ? {} : await askConsent(asked, templates);
  const answers = Object.fromEntries(
    tmplIds.map((id) => [id, shown.includes(id) ? (remembered[id] ?? answered[id] ?? 'reject') : 'filter']),
  );
  await post('subscribe-answer', { answers });
  return answers;
}

type Answers = Record<string, SubscribeAnswer>;

/** The sheet with a box for each message, 「总是保持以上选择」, 取消 and 允许. */
function askConsent(ids: readonly string[], templates: SubscribeState['templates']): Promise<Answers> {
  const boxes = ids.map((id) => {
    const box = element('input', { type: 'checkbox', checked: true, value: id });
    return {
      id,
      box,
      row: element('label', { class: 'sheet-check' }, element('span', {}, templates[id]?.title ?? id), box),
    };
  });
  const isLasting = ids.some((id) => templates[id]?.lasting);
  const keep = element('input', { type: 'checkbox' });
  const answersWith = (allowed: boolean): Answers =>
    Object.fromEntries(boxes.map(({ id, box }) => [id, allowed && box.checked ? 'accept' : 'reject']));
  return sheet<Answers>('subscribe', answersWith(false), (answer) => {
    const finish = (allowed: boolean) => {
      const answers = answersWith(allowed);
      if (keep.checked) rememberAnswers(answers);
      answer(answers);
    };
    return [
      element('h2', {}, `亲情连线 ${isLasting ? '申请长期发送以下消息' : '申请发送一次以下消息'}`),
      ...boxes.map(({ row }) => row),
      element('label', { class: 'sheet-check is-keep' }, keep, element('span', {}, '总是保持以上选择，不再询问')),
      element(
        'div',
        { class: 'sheet-buttons' },
        element('button', { class: 'subscribe-reject', onclick: () => finish(false) }, '取消'),
        element('button', { class: 'is-main subscribe-accept', onclick: () => finish(true) }, '允许'),
      ),
    ];
  });
}
