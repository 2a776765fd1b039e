import { useEffect, useRef } from 'react';

export interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

declare global {
  var BarcodeDetector: (new (options: { formats: string[] }) => Detector) | undefined;
}

const FORMATS = ['code_128', 'ean_13', 'ean_8', 'upc_a', 'data_matrix', 'qr_code'];
const LOOK_MS = 150;
const SAME_MS = 2000; // the same code in the picture is not scanned twice

export function hasCamera(): boolean {
  return 'mediaDevices' in navigator;
}

/** The browser's own, else one in scripts, fetched when it is needed. */
export async function newDetector(): Promise<Detector> {
  if (globalThis.BarcodeDetector) return new globalThis.BarcodeDetector({ formats: FORMATS });
  return (await import('./decoder')).scriptDetector();
}

export function Camera({ onCode, onFailure }: { onCode: (code: string) => void; onFailure: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef({ onCode, onFailure });
  useEffect(() => {
    latest.current = { onCode, onFailure };
  }, [onCode, onFailure]);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    const run = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (isOver) {
        stop(stream);
        return;
      }
      const screen = video.current;
      if (!screen) return;
      screen.srcObject = stream;
      await screen.play();
      await watch(screen, await newDetector());
    };
    const watch = async (screen: HTMLVideoElement, detector: Detector) => {
      let last = { code: '', at: 0 };
      while (!isOver) {
        const code = (await detector.detect(screen))[0]?.rawValue;
        if (code && !(code === last.code && Date.now() - last.at < SAME_MS)) {
          last = { code, at: Date.now() };
          latest.current.onCode(code);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    };
    run().catch(() => {
      if (!isOver) latest.current.onFailure();
    });
    return () => {
      isOver = true;
      if (stream) stop(stream);
    };
  }, []);
  return (
    <video
      ref={video}
      muted
      playsInline
      style={{ width: '100%', maxHeight: 220, objectFit: 'cover', borderRadius: 8 }}
    />
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
