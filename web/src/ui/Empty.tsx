import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconInbox, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  hint?: string | undefined;
  icon?: Icon;
  action?: ReactNode;
}

/** What stands where nothing is: why, and what to do about it. */
export function Empty({ title, hint, icon: Symbol = IconInbox, action }: Props) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      <ThemeIcon size={48} radius="xl" variant="light" color="gray" aria-hidden>
        <Symbol size={24} stroke={1.5} />
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      {hint ? (
        <Text c="dimmed" maw={420}>
          {hint}
        </Text>
      ) : null}
      {action}
    </Stack>
  );
}
