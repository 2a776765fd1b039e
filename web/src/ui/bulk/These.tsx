import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const SHOWN = 5;

/** Which rows it will be: the first by name, how many more, and what they amount to. */
export function These({ names, total }: { names: readonly string[]; total?: string }) {
  const { t } = useTranslation();
  const shown = names.slice(0, names.length > SHOWN + 1 ? SHOWN : names.length); // one more would take as much room
  const more = names.length - shown.length;
  return (
    <div>
      <List size="sm" spacing={2}>
        {shown.map((name, place) => (
          <List.Item key={place}>{name}</List.Item>
        ))}
        {more > 0 ? <List.Item>{t('bulk.more', { count: more })}</List.Item> : null}
      </List>
      {total ? (
        <Text size="sm" fw={600} mt={6}>
          {t('bulk.total', { total })}
        </Text>
      ) : null}
    </div>
  );
}
