import { Paper, Skeleton, Text } from '@mantine/core';

import classes from './Card.module.css';

/** One figure with its name, large enough to read across the room. */
export function Figure({ name, value, isLoading = false }: { name: string; value: string; isLoading?: boolean }) {
  return (
    <Paper className={classes.card ?? ''} radius="lg" px="md" py="sm">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      {isLoading ? (
        <Skeleton height={22} width={90} my={5} />
      ) : (
        <Text fw={640} className={`figure ${classes.figure ?? ''}`} lh={1.45}>
          {value}
        </Text>
      )}
    </Paper>
  );
}
