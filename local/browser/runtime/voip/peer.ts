import type { VoipSignal } from '../../voip';

const CANDIDATE = 'a=candidate:';

export interface PeerActions {
  send(signal: VoipSignal): void;
  /** A track of the other side came. */
  changed(): void;
  /** Nothing goes through any more. */
  failed(): void;
}

/** The connection to one other phone in the call. It uses no server: both phones are on this machine. */
export class Peer {
  /** What comes from there; its tracks arrive later. */
  readonly stream = new MediaStream();
  readonly #connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  readonly #own: MediaStream;
  readonly #actions: PeerActions;

  constructor(own: MediaStream, actions: PeerActions) {
    this.#own = own;
    this.#actions = actions;
    this.#connection.ontrack = ({ track }) => {
      this.stream.addTrack(track);
      actions.changed();
    };
    this.#connection.onconnectionstatechange = () => {
      if (this.#connection.connectionState === 'failed') this.#giveUp();
    };
  }

  /** Asks the other side, who was there before us. */
  offer(video: boolean): Promise<void> {
    return this.#try(async () => {
      for (const kind of video ? ['audio', 'video'] : ['audio']) {
        const track = this.#own.getTracks().find((own) => own.kind === kind);
        this.#connection.addTransceiver(track ?? kind, {
          direction: track === undefined ? 'recvonly' : 'sendrecv',
          streams: [this.#own],
        });
      }
      await this.#describe('offer');
    });
  }

  /** Takes what the other side sent, and answers when that was an offer. */
  take(signal: VoipSignal): Promise<void> {
    const isOffer = signal.type === 'offer';
    return this.#try(async () => {
      if (isOffer) for (const track of this.#own.getTracks()) this.#connection.addTrack(track, this.#own);
      await this.#connection.setRemoteDescription(signal);
      if (isOffer) await this.#describe('answer');
    });
  }

  /** Shows another camera to the other side. */
  async replaceVideo(track: MediaStreamTrack): Promise<void> {
    const senders = this.#connection.getSenders();
    await senders.find((sender) => sender.track?.kind === 'video')?.replaceTrack(track);
  }

  close(): void {
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
  }

  /** The other side may leave at any moment of the handshake. */
  async #try(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (this.#connection.signalingState === 'closed') return;
      console.error(error);
      this.#actions.failed();
    }
  }

  async #describe(type: VoipSignal['type']): Promise<void> {
    await this.#connection.setLocalDescription();
    await this.#gathered();
    const { localDescription } = this.#connection;
    if (localDescription === null) return;
    this.#actions.send({ type, sdp: nearest(localDescription.sdp) });
    // a computer without any network, whose browser does not offer the loopback
    if (!localDescription.sdp.includes(CANDIDATE)) this.#giveUp();
  }

  /** Two phones without any device have nothing to say to each other, and miss nothing. */
  #giveUp(): void {
    if (this.#own.getTracks().length + this.stream.getTracks().length > 0) this.#actions.failed();
  }

  /** All candidates go into the one description; without a server they are there at once. */
  #gathered(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#connection.iceGatheringState === 'complete') resolve();
      };
      this.#connection.addEventListener('icegatheringstatechange', look);
      look();
    });
  }
}

/** Where the loopback is offered (`--allow-loopback-in-peer-connection`) no other address is; else those of this machine stay. */
function nearest(sdp: string): string {
  const lines = sdp.split('\r\n');
  const isCandidate = (line: string) => line.startsWith(CANDIDATE);
  const isLoopback = (line: string) => line.split(' ')[4] === '127.0.0.1';
  if (!lines.some((line) => isCandidate(line) && isLoopback(line))) return sdp;
  return lines.filter((line) => !isCandidate(line) || isLoopback(line)).join('\r\n');
}
