import { expect, it } from 'vitest';
import { sharedName } from '../../miniprogram/shared/text/names';

it.each([
  ['林小雨', '林同学'],
  ['欧阳雪', '欧阳同学'],
  ['欧阳', '欧同学'],
  ['阿依古丽·买买提', '阿依古丽同学'],
  ['𠮷田', '𠮷同学'],
])('on a shared screen %s is %s', (name, shown) => expect(sharedName(name)).toBe(shown));
