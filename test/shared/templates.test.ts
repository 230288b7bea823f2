import { describe, expect, it } from 'vitest';
import { deployedTemplates, inFieldsOf, TEMPLATES } from '../../cloudfunctions/_server/wechat/templates';

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

  it('keep their fields where only the id is configured', () => {
    expect(inFieldsOf(deployedTemplates({ call: 'abc' }).call, DATA)).toEqual(DATA);
  });
});
