import { type Api, type Context, type Data, isOpenid, ok, refuse, text, traceId } from './context';
import type { MediaCheck } from './state';
import { judgeBytes, judgeText, type Verdict } from './words';

/** The user must have had the Mini Program open in the last two hours. */
const VISIT_MS = 2 * 60 * 60_000;
const MAX_TEXT = 2500;
const MAX_MEDIA_BYTES = 10 * 1024 * 1024;
/** 1 profile, 2 comment, 3 forum, 4 social log. */
const SCENES = [1, 2, 3, 4];

/**
 * `security.msgSecCheck` `{ openid, scene: 1–4, version: 2, content }` → `{ trace_id, result: { suggest, label }, detail }`.
 * 40003 openid, 61010 the user was not here within two hours, 40129 scene, 47001 version or no content, 45002 over 2500 characters.
 */
export const checkText: Api = async (context, data) => {
  const fault = callerFault(context, data);
  if (fault !== undefined) return fault;
  const content = text(data.content);
  if (content === '') return refuse(47001, 'data format error: content');
  if ([...content].length > MAX_TEXT) return refuse(45002, 'content size out of limit');
  const verdict = judgeText(content);
  return ok({ trace_id: traceId(context.clock), ...resultOf(verdict) });
};

/**
 * `security.mediaCheckAsync` `{ media_url, media_type: 1 sound | 2 picture, version: 2, openid, scene }` → `{ trace_id }`.
 * The result comes as the event `wxa_media_check` with the same `trace_id`; its `errcode` is −1008 when the file could
 * not be loaded or is over 10 MB, and then it has no `result`.
 */
export const checkMedia: Api = async (context, data) => {
  const fault = callerFault(context, data);
  if (fault !== undefined) return fault;
  const url = text(data.media_url);
  if (url === '' || (data.media_type !== 1 && data.media_type !== 2)) return refuse(47001, 'data format error');
  const check: MediaCheck = {
    traceId: traceId(context.clock),
    openid: text(data.openid),
    url,
    dueAt: context.clock.now() + context.mediaCheckMs,
  };
  context.state.mediaChecks.push(check);
  await context.save();
  return ok({ trace_id: check.traceId });
};

function callerFault(context: Context, data: Data): ReturnType<typeof refuse> | undefined {
  const openid = text(data.openid);
  if (!isOpenid(openid)) return refuse(40003, 'invalid openid');
  if (data.version !== 2) return refuse(47001, 'data format error: version');
  if (!SCENES.includes(data.scene as number)) return refuse(40129, 'invalid scene');
  const visitedAt = context.state.users[openid]?.visitedAt;
  if (visitedAt === undefined || context.clock.now() - visitedAt > VISIT_MS) return refuse(61010, 'code is expired');
  return undefined;
}

function resultOf({ suggest, label, keyword }: Verdict): Record<string, unknown> {
  const word = keyword === undefined ? [] : [{ strategy: 'keyword', errcode: 0, suggest, label, keyword, level: 90 }];
  return {
    result: { suggest, label },
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }, ...word],
  };
}

/** Works off the media checks as they fall due, by the local clock or the machine's, whichever comes first. */
export interface MediaChecker {
  /** Looks for checks that were added. */
  wake(): void;
  close(): void;
}

/** Checks of before a restart are due at once. */
export function createMediaChecker(context: Context): MediaChecker {
  const seen = new WeakSet<MediaCheck>();
  const timers = new Map<MediaCheck, NodeJS.Timeout>();
  const run = (check: MediaCheck): void => {
    clearTimeout(timers.get(check));
    timers.delete(check);
    void finish(context, check);
  };
  const arm = (check: MediaCheck, delayMs: number): void => {
    seen.add(check);
    timers.set(
      check,
      setTimeout(() => run(check), delayMs),
    );
  };
  const stopListening = context.clock.onMove(() => {
    for (const check of [...timers.keys()]) if (check.dueAt <= context.clock.now()) run(check);
  });
  for (const check of context.state.mediaChecks) arm(check, 0);
  return {
    wake() {
      for (const check of context.state.mediaChecks) if (!seen.has(check)) arm(check, context.mediaCheckMs);
    },
    close() {
      stopListening();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

async function finish(context: Context, check: MediaCheck): Promise<void> {
  const bytes = await context.readFile(check.url).catch(() => undefined);
  const readable = bytes !== undefined && bytes.byteLength <= MAX_MEDIA_BYTES;
  context.state.mediaChecks = context.state.mediaChecks.filter(({ traceId }) => traceId !== check.traceId);
  context.pusher.push({
    ToUserName: `gh_${context.appId.slice(2, 14)}`,
    FromUserName: check.openid,
    CreateTime: Math.floor(context.clock.now() / 1000),
    MsgType: 'event',
    Event: 'wxa_media_check',
    appid: context.appId,
    trace_id: check.traceId,
    version: 2,
    ...(readable
      ? { errcode: 0, errmsg: 'ok', ...resultOf(judgeBytes(bytes)) }
      : { errcode: -1008, errmsg: 'download failed', detail: [] }),
  });
  await context.save();
}
