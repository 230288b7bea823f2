import { element } from '../ui/dom';

/** The earphone: plays what the others say. Nothing is kept. */
export class Sounds {
  readonly #players = new Map<string, HTMLAudioElement>();
  #muted = false;

  set muted(muted: boolean) {
    this.#muted = muted;
    for (const player of this.#players.values()) player.muted = muted;
  }

  play(openid: string, stream: MediaStream): void {
    if (this.#players.has(openid)) return;
    const player = element('audio', { 'data-ui': 'voice', 'data-openid': openid, hidden: true });
    player.muted = this.#muted;
    player.srcObject = stream;
    document.body.append(player);
    this.#players.set(openid, player);
    // the browser may want a tap first; whoever joins has tapped
    player.play().catch((error: Error) => console.warn(`the call is silent: ${error.message}`));
  }

  stop(openid: string): void {
    const player = this.#players.get(openid);
    if (player === undefined) return;
    player.srcObject = null;
    player.remove();
    this.#players.delete(openid);
  }
}
