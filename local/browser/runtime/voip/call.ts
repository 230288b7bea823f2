import type { SignedVoipTicket } from '../../../ports';
import type { VoipLetter, VoipMember, VoipMessage } from '../../voip';
import { WxFailure } from '../wx/failure';
import { type CameraPosition, openCamera, openDevices, stopTracks } from './devices';
import { Peer } from './peer';
import { Room } from './room';
import { Sounds } from './sounds';

export interface MuteConfig {
  readonly muteMicrophone?: boolean;
  readonly muteEarphone?: boolean;
}

/** Who follows a call. */
export interface CallListener {
  /** Others came or went. */
  membersChanged(now: readonly VoipMember[], before: readonly VoipMember[]): void;
  /** A picture came, went or is another one. */
  picturesChanged(): void;
  /** The call broke off; `leave` is still to be called. */
  broke(reason: string): void;
}

/** Without `subscribeVoIPVideoMembers` only the first two are seen. */
const SEEN_UNASKED = 2;

/** One in-app call: our devices, our place at the gateway and a connection to each of the others. Nothing is recorded. */
export class Call {
  readonly #room = new Room();
  readonly #peers = new Map<string, Peer>();
  readonly #sounds = new Sounds();
  #own = new MediaStream();
  #members: readonly VoipMember[] = [];
  #mute: MuteConfig = {};
  #watched: readonly string[] | undefined;
  #position: CameraPosition = 'front';
  #left = false;

  constructor(
    readonly video: boolean,
    readonly listener: CallListener,
  ) {}

  /** Gets the devices, then into the room. Answers who is in it. Fails as `joinVoIPChat` does, with −3 when it was left meanwhile. */
  async join(ticket: SignedVoipTicket, mute: MuteConfig): Promise<readonly VoipMember[]> {
    try {
      this.#own = await openDevices(this.video);
      this.#stayOrStop();
      this.mute(mute);
      await this.#enter(ticket);
      this.#stayOrStop();
      return this.#members;
    } catch (error) {
      const meant = this.#left;
      this.leave();
      throw meant ? new WxFailure('exit while joining', { errCode: -3 }) : error;
    }
  }

  /** Stops microphone and camera and closes all connections. */
  leave(): void {
    this.#left = true;
    this.#room.leave();
    for (const openid of [...this.#peers.keys()]) this.#part(openid);
    stopTracks(this.#own);
    this.listener.picturesChanged();
  }

  /** What is not said stays as it is. */
  mute(config: MuteConfig): void {
    this.#mute = { ...this.#mute, ...config };
    for (const track of this.#own.getAudioTracks()) track.enabled = this.#mute.muteMicrophone !== true;
    this.#sounds.muted = this.#mute.muteEarphone === true;
  }

  /** Whose pictures are wanted where there are more than two people. */
  watch(openids: readonly string[]): void {
    this.#watched = openids;
    this.listener.picturesChanged();
  }

  /** `camera` is our own picture, `video` that of a member; `undefined` while there is none. */
  pictureOf(openid: string, mode: 'camera' | 'video'): MediaStream | undefined {
    const stream = mode === 'camera' ? this.#own : this.#seen(openid) ? this.#peers.get(openid)?.stream : undefined;
    return stream?.getVideoTracks().length ? stream : undefined;
  }

  async turnCamera(position: CameraPosition): Promise<void> {
    if (position === this.#position || this.#own.getVideoTracks().length === 0) return;
    this.#position = position;
    const track = await openCamera(position);
    if (track === undefined) return;
    if (this.#left || position !== this.#position) return track.stop();
    for (const old of this.#own.getVideoTracks()) {
      old.stop();
      this.#own.removeTrack(old);
    }
    this.#own.addTrack(track);
    await Promise.all([...this.#peers.values()].map((peer) => peer.replaceVideo(track)));
    this.listener.picturesChanged();
  }

  #stayOrStop(): void {
    if (!this.#left) return;
    stopTracks(this.#own);
    throw new Error('left while joining');
  }

  /** Resolves once the gateway said who is there. */
  #enter(ticket: SignedVoipTicket): Promise<void> {
    return new Promise((resolve, reject) => {
      let inside = false;
      const told = (message: VoipMessage): void => {
        if (message.kind === 'signal') return void this.#take(message.from, message.signal);
        this.#meet(message.members, message.self, inside);
        inside = true;
        resolve();
      };
      const ended = () => {
        if (inside) this.listener.broke('the connection to the room broke');
        else reject(new WxFailure('the room did not answer', { errCode: -1000 }));
      };
      const video = this.#own.getVideoTracks().length > 0;
      this.#room.enter({ ...ticket, video }, { told, ended }).catch(reject);
    });
  }

  /** Takes over who is in the call. On coming in we offer to all who are there; later ones offer to us. */
  #meet(members: readonly VoipMember[], self: string, inside: boolean): void {
    const before = this.#members;
    this.#members = members;
    const here = new Set(members.map(({ openid }) => openid));
    for (const openid of [...this.#peers.keys()]) if (!here.has(openid)) this.#part(openid);
    here.delete(self);
    if (inside) this.listener.membersChanged(members, before);
    else for (const openid of here) void this.#peer(openid).offer(this.video);
  }

  async #take(from: string, signal: VoipLetter['signal']): Promise<void> {
    const known = this.#peers.get(from);
    if (signal.type === 'offer' ? known !== undefined : known === undefined) return;
    await (known ?? this.#peer(from)).take(signal);
  }

  #peer(openid: string): Peer {
    const peer = new Peer(this.#own, {
      send: (signal) => this.#room.send({ to: openid, signal }),
      changed: () => {
        this.#sounds.play(openid, peer.stream);
        this.listener.picturesChanged();
      },
      failed: () => this.listener.broke('nothing goes through between the phones'),
    });
    this.#peers.set(openid, peer);
    return peer;
  }

  #part(openid: string): void {
    this.#peers.get(openid)?.close();
    this.#peers.delete(openid);
    this.#sounds.stop(openid);
    this.listener.picturesChanged();
  }

  #seen(openid: string): boolean {
    const seen = this.#watched ?? this.#members.slice(0, SEEN_UNASKED).map((member) => member.openid);
    return this.#members.length <= SEEN_UNASKED || seen.includes(openid);
  }
}
