import type { ServerResponse } from 'node:http';
import type { Persona } from '../../ports';
import type { GatewayContext } from '../gateway';
import type { EntryWay, PhoneConfig } from '../phone-config';
import { HttpError } from './http';

const WAYS: readonly EntryWay[] = ['message', 'sms', 'group', 'scan'];
const MIN_FONT_SCALE = 1;
const MAX_FONT_SCALE = 1.65;

/** The Mini Program alone, as wide as the window: a persona's phone. */
export function phonePage(context: GatewayContext, persona: Persona, url: URL, response: ServerResponse): void {
  const page = url.searchParams.get('page');
  const { key, title, device, phoneNumber } = persona;
  if (device === 'plain') throw new HttpError(404, `${title} has a telephone without WeChat`);
  const config: PhoneConfig = {
    persona: { key, title, device, ...(phoneNumber === undefined ? {} : { phoneNumber }) },
    fontScale: fontScale(url.searchParams.get('fontScale'), persona.fontScale),
    clockOffset: context.clock.offset,
    api: `/phone/${encodeURIComponent(key)}/api`,
    epoch: context.epoch?.() ?? '',
    launchWay: WAYS.find((way) => way === url.searchParams.get('from')) ?? 'message',
    ...(page === null ? {} : { launchPage: page.startsWith('/') ? page : `/${page}` }),
  };
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>亲情连线</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/bundle/runtime.css">
</head>
<body>
<div id="phone"></div>
<script>globalThis.__phone=${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
<script src="/bundle/package-0.js"></script>
<script src="/bundle/runtime.js"></script>
</body>
</html>
`);
}

function fontScale(asked: string | null, own: number): number {
  const scale = Number(asked ?? own);
  return Number.isFinite(scale) ? Math.min(MAX_FONT_SCALE, Math.max(MIN_FONT_SCALE, scale)) : own;
}
