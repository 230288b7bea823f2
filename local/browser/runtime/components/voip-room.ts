import { element } from '../ui/dom';
import type { CameraPosition } from '../voip/devices';
import { line } from '../voip/line';
import { defineBuiltin, type Host } from './define';

/** `voip-room`: a picture of the video call, our own with `mode="camera"`, else the member's whose openid it has. */
export function defineVoipRoom(): void {
  defineBuiltin('voip-room', {
    properties: {
      openid: String,
      mode: [String, 'camera'],
      devicePosition: [String, 'front'],
      objectFit: [String, 'fill'],
    },
    create: (host) => {
      // the call's sound has players of its own
      const picture = element('video', { playsinline: true, autoplay: true });
      picture.muted = true;
      host.element.append(picture);
      const draw = () => show(host, picture);
      let stop = () => {};
      return {
        changed(name) {
          if (name === 'objectFit') picture.style.objectFit = host.get('objectFit');
          if (name === 'devicePosition') void turn(host);
          draw();
        },
        attached() {
          stop = line.onPictures(draw);
          draw();
          void turn(host);
          if (line.shown?.video !== true) host.trigger('error', { errMsg: 'voip-room:fail not in a video room' });
        },
        detached() {
          stop();
          picture.srcObject = null;
        },
      };
    },
  });
}

const isCamera = (host: Host): boolean => host.get('mode') === 'camera';

function show(host: Host, picture: HTMLVideoElement): void {
  const stream = line.shown?.pictureOf(host.get('openid'), isCamera(host) ? 'camera' : 'video') ?? null;
  if (picture.srcObject !== stream) picture.srcObject = stream;
  // as in a mirror
  const mirrored = isCamera(host) && host.get('devicePosition') !== 'back';
  picture.style.transform = mirrored ? 'scaleX(-1)' : '';
}

async function turn(host: Host): Promise<void> {
  if (!isCamera(host)) return;
  const position: CameraPosition = host.get('devicePosition') === 'back' ? 'back' : 'front';
  await line.shown?.turnCamera(position).catch((error: Error) => {
    host.trigger('error', { errMsg: `voip-room:fail ${error.message}` });
  });
}
