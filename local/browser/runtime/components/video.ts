import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { defineBuiltin, pagePathOf } from './define';

/** `video` on the browser's own player. */
export function defineVideo(): void {
  defineBuiltin('video', {
    properties: {
      src: String,
      poster: String,
      controls: [Boolean, true],
      autoplay: Boolean,
      loop: Boolean,
      muted: Boolean,
      initialTime: Number,
      objectFit: [String, 'contain'],
    },
    create: (host) => {
      const player = element('video', { playsinline: true });
      host.element.append(player);
      for (const name of ['play', 'pause', 'ended', 'waiting', 'error']) {
        player.addEventListener(name, () => host.trigger(name, {}));
      }
      player.addEventListener('timeupdate', () => {
        host.trigger('timeupdate', { currentTime: player.currentTime, duration: player.duration });
      });
      player.addEventListener('loadedmetadata', () => {
        player.currentTime = host.get<number>('initialTime');
        host.trigger('loadedmetadata', {
          width: player.videoWidth,
          height: player.videoHeight,
          duration: player.duration,
        });
      });
      return {
        async changed(name, value) {
          if (name === 'src' || name === 'poster') {
            await Promise.resolve();
            player[name] = value ? ((await mediaUrl(String(value), pagePathOf(host.element))) ?? '') : '';
          } else if (name === 'objectFit') player.style.objectFit = String(value);
          else if (name === 'controls' || name === 'autoplay' || name === 'loop' || name === 'muted')
            player[name] = value === true;
        },
      };
    },
  });
}
