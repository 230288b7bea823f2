import QRCode from 'qrcode';
import { type Answer, type Context, type Data, pageOf, refuse, text } from './context';

/** Codes kept, for whoever scans them. */
const MAX_CODES = 500;
/** Digits, letters and these; others must be encoded by the caller. */
const SCENE = /^[\w!#$&'()*+,/:;=?@\-.~]*$/;
const MIN_WIDTH = 280;
const MAX_WIDTH = 1280;

/**
 * `wxacode.getUnlimited` `{ scene ≤ 32, page?, check_path? = true, width? = 430 }` → PNG. The real one is a round code that
 * only WeChat reads; this one is a QR code of `page?scene=…`. 40169 scene empty or too long, 40129 a character that is not
 * allowed, 41030 the page is not in the released Mini Program.
 * On error the answer is the JSON of WeChat's answer instead of a picture, as over HTTPS.
 */
export async function getUnlimited(context: Context, data: Data): Promise<Uint8Array> {
  const scene = text(data.scene);
  const page = text(data.page);
  const fault = faultOf(context, data, scene, page);
  if (fault !== undefined) return Buffer.from(JSON.stringify(fault));
  const { codes } = context.state;
  const known = codes.findIndex((code) => code.page === page && code.scene === scene);
  if (known >= 0) codes.splice(known, 1);
  codes.push({ at: context.clock.now(), page, scene });
  codes.splice(0, Math.max(0, codes.length - MAX_CODES));
  await context.save();
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Number(data.width ?? 430) || MIN_WIDTH));
  return QRCode.toBuffer(`${page}?scene=${encodeURIComponent(scene)}`, { type: 'png', width, margin: 2 });
}

function faultOf(context: Context, data: Data, scene: string, page: string): Answer | undefined {
  if (scene === '' || scene.length > 32)
    return refuse(40169, 'invalid length for scene, or the data is not json string');
  if (!SCENE.test(scene)) return refuse(40129, 'invalid scene');
  const checked = data.check_path !== false;
  if (page.startsWith('/') || page.includes('?')) return refuse(41030, 'invalid page');
  if (page !== '' && checked && !context.hasPage(pageOf(page))) return refuse(41030, 'invalid page');
  return undefined;
}
