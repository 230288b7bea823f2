import type { Output } from '../shared/contract';

/*
 * WeChat's in-app calls. A phone is in at most one; it goes on until `leaveRoom`, whichever page is shown. Nothing is
 * recorded, here or anywhere.
 */

type RoomTicket = Pick<Output<'calls.join'>, 'roomType' | 'groupId' | 'nonceStr' | 'timeStamp' | 'signature'>;

/** Why one could not get in, or fell out. `denied`: microphone or camera are not allowed; `occupied`: another call has them. */
export type RoomFailure = 'denied' | 'occupied' | 'broken';

interface RoomWatch {
  /** Everybody in the room, oneself too, by openid. */
  members(openids: readonly string[]): void;
  interrupted(): void;
}

export class NoRoom extends Error {
  constructor(readonly why: RoomFailure) {
    super(why);
  }
}

/** WeChat's numbers: this phone is in a room already; something else has the microphone. */
const ALREADY_IN = -1;
const OCCUPIED = -2;
/** Of more than these WeChat shows pictures only when asked. */
const SHOWN_UNASKED = 2;

let watch: RoomWatch | undefined;

const onMembers = ({ openIdList }: { readonly openIdList: readonly string[] }): void => tell(openIdList);
const onInterrupted = (): void => {
  const watched = watch;
  leaveRoom();
  watched?.interrupted();
};

/** Goes into the room and answers when in; then `members` is told who is there, now and at each change. @throws NoRoom */
export async function joinRoom(ticket: RoomTicket, watched: RoomWatch): Promise<void> {
  leaveRoom();
  watch = watched;
  wx.onVoIPChatMembersChanged(onMembers);
  wx.onVoIPChatInterrupted(onInterrupted);
  wx.setKeepScreenOn({ keepScreenOn: true });
  try {
    const { openIdList } = await enter(ticket);
    if (watch === watched) tell(openIdList);
  } catch (failure) {
    if (watch === watched) leaveRoom();
    throw new NoRoom(whyOf(failure));
  }
}

/** Leaves the room, or gives up joining; where there is none nothing happens. */
export function leaveRoom(): void {
  if (!watch) return;
  watch = undefined;
  wx.offVoIPChatMembersChanged(onMembers);
  wx.offVoIPChatInterrupted(onInterrupted);
  wx.exitVoIPChat({ fail: () => undefined });
  wx.setKeepScreenOn({ keepScreenOn: false });
}

/** Closes or opens the own microphone. Answers whether that was done. */
export function setMicrophone(open: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    wx.updateVoIPChatMuteConfig({
      muteConfig: { muteMicrophone: !open, muteEarphone: false },
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
}

/** A room of before, of a page that was closed by force, is left first. */
async function enter(ticket: RoomTicket): Promise<{ readonly openIdList: readonly string[] }> {
  try {
    return await wx.joinVoIPChat(ticket);
  } catch (failure) {
    if (numberOf(failure) !== ALREADY_IN) throw failure;
    await wx.exitVoIPChat();
    return wx.joinVoIPChat(ticket);
  }
}

function tell(openids: readonly string[]): void {
  if (openids.length > SHOWN_UNASKED) wx.subscribeVoIPVideoMembers({ openIdList: [...openids], fail: () => undefined });
  watch?.members(openids);
}

function whyOf(failure: unknown): RoomFailure {
  if (numberOf(failure) === OCCUPIED) return 'occupied';
  const { errMsg = '' } = (failure ?? {}) as { errMsg?: string };
  return /auth|permission|authorize/i.test(errMsg) ? 'denied' : 'broken';
}

const numberOf = (failure: unknown): unknown => ((failure ?? {}) as { errCode?: unknown }).errCode;
