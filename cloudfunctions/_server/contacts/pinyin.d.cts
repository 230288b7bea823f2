import type { pinyin as read } from 'pinyin-pro';

export declare const pinyin: typeof read;
