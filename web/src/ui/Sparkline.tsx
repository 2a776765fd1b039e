interface Props {
  points: readonly (string | null)[];
  isGood: boolean | null;
  height?: number;
}

const WIDTH = 200;
const PAD = 3;

/** How a figure went, without axes: the figures beside it say how much. */
export function Sparkline({ points, isGood, height = 40 }: Props) {
  const known = points.flatMap((point, at) => (point === null ? [] : [{ at, value: Number(point) }])); // for the drawing alone
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last || known.length < 2) return <svg height={height} width="100%" aria-hidden />;
  const values = known.map((each) => each.value);
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const x = (at: number) => PAD + (at / (points.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => (range === 0 ? height / 2 : height - PAD - ((value - low) / range) * (height - 2 * PAD));
  const line = known.map((each) => `${x(each.at).toFixed(1)},${y(each.value).toFixed(1)}`).join(' ');
  const colour = `var(--mantine-color-${isGood === null ? 'gray' : isGood ? 'teal' : 'red'}-6)`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} height={height} width="100%" preserveAspectRatio="none" aria-hidden>
      <polygon
        points={`${x(first.at).toFixed(1)},${height} ${line} ${x(last.at).toFixed(1)},${height}`}
        fill={colour}
        opacity={0.1}
      />
      <polyline points={line} fill="none" stroke={colour} strokeWidth={1.75} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
