/** High and short: good. Low and long: look at the screen. */
let context: AudioContext | undefined;

export function sound(isGood: boolean): void {
  context ??= new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  const length = isGood ? 0.08 : 0.4;
  tone.frequency.value = isGood ? 1320 : 220;
  volume.gain.value = 0.2;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + length);
}
