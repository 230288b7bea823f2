import { describe, expect, it } from 'vitest';
import { deployedTemplates, inFieldsOf, TEMPLATES, templateFor } from '../../cloudfunctions/_server/wechat/templates';

const DATA = { time1: '2026年11月24日 16:00', thing2: '亲情视频 1 号', thing3: '请把手机放在身边' };

describe('subscription templates of a deployment', () => {
  it('are the declared ones where nothing is configured', () => {
    for (const { kind, id } of TEMPLATES) expect(deployedTemplates()[kind].id).toBe(id);
    expect(inFieldsOf(deployedTemplates().call, DATA)).toEqual(DATA);
  });

  it('take their id, and the numbers that the console gave to the fields', () => {
    const { call, notice } = deployedTemplates({ call: 'abc/time5/thing1/thing7' });
    expect(call.id).toBe('abc');
    expect(inFieldsOf(call, DATA)).toEqual({ time5: DATA.time1, thing1: DATA.thing2, thing7: DATA.thing3 });
    expect(notice).toEqual(deployedTemplates().notice);
  });

  it('have a long-term one where the deployment names it, with numbers of its own', () => {
    const { notice, call } = deployedTemplates({ 'notice+': 'long/thing4', notice: 'once/thing2' });
    expect([notice.id, call.lasting]).toEqual(['once', null]);
    expect(notice.lasting).toEqual({ id: 'long', fields: { thing1: 'thing4', thing2: 'thing2', thing3: 'thing3' } });
  });

  it.each([
    ['single ones where the school has not switched over', false, {}, 'once'],
    ['the long-term one where it has', true, {}, 'long'],
    ['single ones that are left of who did not accept the long-term one', true, { once: 2 }, 'once'],
    ['the long-term one of who accepted it', true, { once: 2, long: 1 }, 'long'],
  ])('%s', (_which, longTerm, left: Readonly<Record<string, number>>, id) => {
    const { notice } = deployedTemplates({ notice: 'once', 'notice+': 'long' });
    expect(templateFor(notice, { longTerm, left: (template) => left[template] ?? 0 }).id).toBe(id);
    expect(templateFor(deployedTemplates({ notice: 'once' }).notice, { longTerm }).id).toBe('once');
  });

  it('keep their fields where only the id is configured', () => {
    expect(inFieldsOf(deployedTemplates({ call: 'abc' }).call, DATA)).toEqual(DATA);
  });
});
