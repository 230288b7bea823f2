import type { SignedVoipTicket } from '../../../ports';
import type { VoipMember } from '../../voip';
import { app } from '../app';
import { pages } from '../pages/stack';
import { isOnline, onNetworkChange } from '../system/network';
import { nativeTurn } from '../wx/api';
import { Emitter } from '../wx/emitter';
import { WxFailure } from '../wx/failure';
import { Call, type MuteConfig } from './call';

/** WeChat's number for what has none of its own. */
const SYSTEM = -1000;

const openids = (members: readonly VoipMember[]): string[] => members.map(({ openid }) => openid);
const videoOpenids = (members: readonly VoipMember[]): string[] => openids(members.filter(({ video }) => video));

export interface JoinOptions extends SignedVoipTicket {
  readonly video: boolean;
  readonly muteConfig: MuteConfig;
}

/** The one line of this phone for in-app calls: at most one call, and the events that pages hear of it. */
class Line {
  readonly #emitter = new Emitter();
  readonly #pictureListeners = new Set<() => void>();
  #call: Call | undefined;
  #joined = false;

  /** `onVoIP…` and `offVoIP…`. */
  readonly events = this.#emitter.methods([
    'VoIPChatMembersChanged',
    'VoIPVideoMembersChanged',
    'VoIPChatInterrupted',
    'VoIPChatStateChanged',
  ]);

  constructor() {
    onNetworkChange(() => {
      if (!isOnline()) this.#interrupt('network is down');
    });
    app.on('onHide', () => void this.#whenHidden());
    addEventListener('pagehide', () => this.exit());
  }

  /** The call that is under way; fails where there is none. */
  get call(): Call {
    if (this.#call === undefined || !this.#joined) throw new WxFailure('not in room', { errCode: SYSTEM });
    return this.#call;
  }

  /** The call for those who show pictures of it, if there is one. */
  get shown(): Call | undefined {
    return this.#joined ? this.#call : undefined;
  }

  async join({ video, muteConfig, ...ticket }: JoinOptions): Promise<{ errCode: 0; openIdList: string[] }> {
    if (this.#call !== undefined) throw new WxFailure('already in room', { errCode: -1 });
    const call = new Call(video, {
      membersChanged: (now, before) => this.#tellMembers(now, before),
      picturesChanged: () => this.#redraw(),
      broke: (reason) => this.#interrupt(reason),
    });
    this.#call = call;
    this.#endWith(pages.top, call);
    try {
      const members = await call.join(ticket, muteConfig);
      this.#joined = true;
      this.#redraw();
      this.#stateChanged();
      return { errCode: 0, openIdList: openids(members) };
    } catch (error) {
      if (this.#call === call) this.#call = undefined;
      throw error;
    }
  }

  /** Leaves the call, or gives up joining one. */
  exit(): void {
    const call = this.#call;
    const joined = this.#joined;
    this.#call = undefined;
    this.#joined = false;
    call?.leave();
    if (joined) this.#stateChanged();
  }

  /** Calls back whenever pictures came, went or changed. Answers the way to stop. */
  onPictures(listener: () => void): () => void {
    this.#pictureListeners.add(listener);
    return () => this.#pictureListeners.delete(listener);
  }

  /** The page's own `exitVoIPChat` has run by then. A phone may go on with the call unseen; here it ends, and says so. */
  #endWith(page: { readonly path: string; readonly afterUnload: Set<() => void> }, call: Call): void {
    page.afterUnload.add(() => {
      if (this.#call !== call) return;
      console.warn(`${page.path} was left in a call: on a phone it may go on until wx.exitVoIPChat`);
      this.exit();
    });
  }

  #interrupt(errMsg: string): void {
    const joined = this.#joined;
    this.exit();
    if (joined) this.#emitter.emit('VoIPChatInterrupted', { errCode: SYSTEM, errMsg });
  }

  /** The app went behind; when the clock was moved it is back in the same turn. */
  async #whenHidden(): Promise<void> {
    await nativeTurn();
    if (!app.isInFront) this.#interrupt('the app is in the background');
  }

  #tellMembers(now: readonly VoipMember[], before: readonly VoipMember[]): void {
    const ok = { errCode: 0, errMsg: 'ok' };
    this.#emitter.emit('VoIPChatMembersChanged', { ...ok, openIdList: openids(now) });
    const openIdList = videoOpenids(now);
    if (openIdList.join() !== videoOpenids(before).join())
      this.#emitter.emit('VoIPVideoMembersChanged', { ...ok, openIdList });
  }

  /** WeChat's event codes are not documented: it is told that something changed, with nothing to lean on. */
  #stateChanged(): void {
    this.#emitter.emit('VoIPChatStateChanged', { code: 0, data: {}, errCode: 0, errMsg: 'ok' });
  }

  #redraw(): void {
    for (const listener of this.#pictureListeners) listener();
  }
}

export const line = new Line();
