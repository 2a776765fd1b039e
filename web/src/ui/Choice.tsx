import { SegmentedControl, Select } from '@mantine/core';

interface Props<V extends string> {
  label: string;
  value: V;
  options: { value: V; label: string }[];
  onChange: (value: V) => void;
}

/** One of a few: side by side where there is room, a list on a phone. */
export function Choice<V extends string>({ label, value, options, onChange }: Props<V>) {
  const data = options.map((option) => ({ value: option.value, label: option.label }));
  const tell = (next: string | null) => {
    const chosen = options.find((option) => option.value === next);
    if (chosen) onChange(chosen.value);
  };
  return (
    <div>
      <SegmentedControl visibleFrom="sm" aria-label={label} value={value} data={data} onChange={tell} />
      <Select hiddenFrom="sm" aria-label={label} value={value} data={data} onChange={tell} allowDeselect={false} />
    </div>
  );
}
