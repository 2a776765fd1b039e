import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  type LuminanceSource,
  MultiFormatReader,
  NotFoundException,
  RGBLuminanceSource,
  ChecksumException,
  FormatException,
} from '@zxing/library';

import type { Detector } from './Camera';

const FORMATS = [
  BarcodeFormat.CODE_128,
  BarcodeFormat.EAN_13,
  BarcodeFormat.EAN_8,
  BarcodeFormat.UPC_A,
  BarcodeFormat.DATA_MATRIX,
  BarcodeFormat.QR_CODE,
];
const WIDTH = 960; // pixels that a picture is read at: enough for a label, and quick on a phone

const hints = new Map<DecodeHintType, unknown>([
  [DecodeHintType.POSSIBLE_FORMATS, FORMATS],
  [DecodeHintType.TRY_HARDER, true],
  [DecodeHintType.ASSUME_GS1, true], // FNC1 is told: it ends fields of unknown length
]);
const reader = new MultiFormatReader();
reader.setHints(hints);

/** Reads codes in scripts alone, for browsers that cannot. */
export function scriptDetector(): Detector {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return {
    detect: (video) => {
      if (!pen || video.videoWidth === 0) return Promise.resolve([]);
      canvas.width = Math.min(WIDTH, video.videoWidth);
      canvas.height = Math.round((video.videoHeight * canvas.width) / video.videoWidth);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const code = codeIn(lights(pen.getImageData(0, 0, canvas.width, canvas.height)));
      return Promise.resolve(code === undefined ? [] : [{ rawValue: code }]);
    },
  };
}

/** A picture in shades of grey. */
function lights({ data, width, height }: ImageData): LuminanceSource {
  const grey = new Uint8ClampedArray(width * height);
  for (let at = 0; at < grey.length; at++) {
    const first = at * 4;
    grey[at] = ((data[first] ?? 0) + 2 * (data[first + 1] ?? 0) + (data[first + 2] ?? 0)) / 4;
  }
  return new RGBLuminanceSource(grey, width, height);
}

/** The code in a picture, if one can be read. */
export function codeIn(picture: LuminanceSource): string | undefined {
  try {
    return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(picture))).getText();
  } catch (error) {
    if ([NotFoundException, ChecksumException, FormatException].some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}
