import { WxFailure } from '../wx/failure';

export type CameraPosition = 'front' | 'back';

/** WeChat's numbers for `joinVoIPChat`; that a refusal of the person is −1000 is a guess. */
const OCCUPIED = -2;
const SYSTEM = -1000;
const USER_DENIED = 103;

const facing = (position: CameraPosition): MediaTrackConstraints => ({
  facingMode: position === 'front' ? 'user' : 'environment',
});

/**
 * Microphone and, with `video`, front camera of this computer. What it does not have is left out, so the stream may hold no
 * track at all. Fails with `auth deny` when the person or the browser does not allow it, −2 when another program has it.
 */
export async function openDevices(video: boolean): Promise<MediaStream> {
  const wishes: MediaStreamConstraints[] = video
    ? [{ audio: true, video: facing('front') }, { audio: true }, { video: facing('front') }]
    : [{ audio: true }];
  for (const wish of wishes) {
    const stream = await open(wish);
    if (stream !== undefined) return stream;
  }
  return new MediaStream();
}

/** The camera on the other side; the same one where there is only one. `undefined` without a camera. */
export async function openCamera(position: CameraPosition): Promise<MediaStreamTrack | undefined> {
  return (await open({ video: facing(position) }))?.getVideoTracks()[0];
}

export const stopTracks = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) {
    track.stop();
    stream.removeTrack(track);
  }
};

/** `undefined` where there is no such device. */
async function open(wish: MediaStreamConstraints): Promise<MediaStream | undefined> {
  try {
    // not there outside of secure pages
    return await navigator.mediaDevices?.getUserMedia(wish);
  } catch (error) {
    const { name, message } = error as DOMException;
    if (name === 'NotFoundError' || name === 'OverconstrainedError') return undefined;
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw new WxFailure('auth deny', { errCode: SYSTEM, errno: USER_DENIED });
    if (name === 'NotReadableError' || name === 'AbortError')
      throw new WxFailure('record device is occupied', { errCode: OCCUPIED });
    throw new WxFailure(message, { errCode: SYSTEM });
  }
}
