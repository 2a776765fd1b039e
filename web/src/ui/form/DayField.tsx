import { Group, Text, TextInput } from '@mantine/core';

interface Props {
  label: string;
  value: string; // "2026-01-31", or empty
  onChange: (day: string) => void;
}

/** A day with its name beside it, for heads of pages and bars of filters. */
export function DayField({ label, value, onChange }: Props) {
  return (
    <Group gap={6} wrap="nowrap" component="label">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <TextInput type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </Group>
  );
}
